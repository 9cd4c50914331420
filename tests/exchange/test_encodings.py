"""A file is read in the encoding it is surely in, and refused rather than guessed wrong."""

import pytest

from news.exchange.frontmatter.encodings import read_text
from news.exchange.record import FormatError, Note

HEAD = "---\ntitle: x\n---\n"
SIMPLIFIED = "今天的渡轮加开两班，周五起末班渡轮推迟到零点。票价不变，学生半价，请带学生证。"
TRADITIONAL = "今天的渡輪加開兩班，週五起末班渡輪延後到零點。票價不變，學生半價，請攜帶學生證。"
JAPANESE = "夜のフェリーは二便増えます。料金は変わりません。学生は半額です。"
KOREAN = "밤 페리는 두 번 더 운행합니다. 요금은 변하지 않습니다. 학생은 반값입니다."
GERMAN = "Die Fähre fährt für alle Gäste über die Brücke. Größe zählt nicht, Jugendliche zahlen die Hälfte. "
FRENCH = "Le ferry a été décalé à minuit, où l’élève paiera moitié prix, dès la rentrée. "
SPANISH = "La última salida será mañana según el año; el precio no subió y habrá descuento. "


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (SIMPLIFIED, "gbk", "GB18030"),
        (SIMPLIFIED * 2000, "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        (TRADITIONAL * 9, "big5", "Big5"),
        (JAPANESE * 2, "cp932", "Shift_JIS"),
        (JAPANESE * 2, "euc_jp", "EUC-JP"),
        (KOREAN * 2, "cp949", "EUC-KR"),
        (GERMAN * 3, "cp1252", "Windows-1252"),
        (FRENCH * 3, "cp1252", "Windows-1252"),
        (SPANISH * 3, "cp1252", "Windows-1252"),
    ],
)
def test_what_is_sure_is_read_with_a_note(text, codec, name):
    found = read_text((HEAD + text).encode(codec))
    assert found.text == HEAD + text
    assert found.notes == (Note("encoding-assumed", {"encoding": name}),)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("渡轮", "gbk"),
        ("Prom odpływa o północy, ceny biletów spadły, zniżka dla uczniów wynosi połowę. ", "cp1250"),
        ("A komp éjfélkor indul, ősszel a diákok fele áron utaznak. Őszi hűtő, változás. ", "cp1250"),
        ("Паром отправляется в полночь, билеты подешевели, студенты платят половину.", "cp1251"),
        ("The fare stays at £ 5, said Zoë.", "cp1252"),
        ("ÿ" * 5000, "cp1252"),
    ],
)
def test_what_is_not_sure_is_refused_with_its_line(text, codec):
    with pytest.raises(FormatError) as refused:
        read_text((HEAD + text).encode(codec))
    assert refused.value.code in {"not-utf8", "encoding-unsure"}
    assert refused.value.line == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_needs_no_note(encoding):
    found = read_text((HEAD + SIMPLIFIED).encode(encoding))
    assert (found.text, found.notes) == (HEAD + SIMPLIFIED, ())


def test_characters_that_were_lost_before_are_noted():
    assert read_text("a\n\ufffdb\ufffd".encode()).notes == (Note("characters-lost", {"line": 2, "count": 2}),)


def test_what_nobody_can_see_is_dropped_with_a_note():
    found = read_text("a\tb\n\x07c\x85\u202ed\u2066e\x1b".encode())
    assert found.text == "a\tb\ncde"
    assert found.notes == (Note("controls-dropped", {"line": 2, "count": 5}),)


def test_marks_that_arabic_and_emoji_need_stay():
    text = "\u200fعربي\u200c 👩\u200d💻"
    assert read_text(text.encode()).text == text


@pytest.mark.parametrize("raw", ["\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe\x00\xd8a\x00"])
def test_half_characters_are_refused(raw):
    with pytest.raises(FormatError):
        read_text(raw)
