"""Who made a picture and on what terms is kept; where and with what it was taken is not."""

import io

import pytest
from PIL import Image

from news.images.storing import prepare_image, store_image
from tests.images.pictures import as_bytes, draw, jpeg, with_app_segment, with_iptc, with_xmp

ARTIST, COPYRIGHT, MAKE, MODEL, GPS = 0x013B, 0x8298, 0x010F, 0x0110, 0x8825
PLACE = (31.0, 14.0, 26.0)


def exif_of(**tags):
    exif = Image.Exif()
    numbers = {"artist": ARTIST, "copyright": COPYRIGHT, "make": MAKE, "model": MODEL}
    for name, value in tags.items():
        exif[numbers[name]] = value
    return exif


def photograph():
    exif = exif_of(artist="李 Wei", copyright=b"\xc2\xa9 2026 Harbour Daily", make="Phonemaker", model="P-9000")
    exif[ARTIST] = "李 Wei".encode()
    exif.get_ifd(GPS).update({1: "N", 2: PLACE, 3: "E", 4: PLACE})
    return jpeg(exif=exif)


def rights(data):
    prepared = prepare_image(data)
    return prepared.credit, prepared.licence


def test_place_and_device_go_and_the_credit_stays():
    data = photograph()
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(GPS)
    prepared = prepare_image(data)
    assert (prepared.credit, prepared.licence) == ("李 Wei", "© 2026 Harbour Daily")
    for made in prepared.files.values():
        exif = Image.open(io.BytesIO(made)).getexif()
        assert set(exif) <= {ARTIST, COPYRIGHT}
        assert not exif.get_ifd(GPS)
        assert b"Phonemaker" not in made


def test_the_stored_file_names_its_author():
    prepared = prepare_image(photograph())
    exif = Image.open(io.BytesIO(prepared.files[prepared.file])).getexif()
    assert exif[ARTIST].encode("latin-1").decode() == "李 Wei"
    assert exif[COPYRIGHT].encode("latin-1").decode() == "© 2026 Harbour Daily"


@pytest.mark.django_db
def test_the_row_says_it():
    image = store_image(photograph())
    assert (image.credit, image.licence) == ("李 Wei", "© 2026 Harbour Daily")


@pytest.mark.parametrize(
    ("text", "read"),
    [("张三".encode("gb18030"), "张三"), ("张三".encode(), "张三"), (b"Jos\xe9", "José"), (b"A\0B", "A B")],
)
def test_names_are_read_in_the_writing_they_came_in(text, read):
    assert rights(jpeg(exif=exif_of(artist=text)))[0] == read


def test_agencies_fields_are_read():
    data = with_iptc(jpeg(), [(80, "王五".encode()), (110, b"Xinhai"), (116, "版权所有".encode())])
    assert rights(data) == ("王五 / Xinhai", "版权所有")


def test_several_authors_are_all_named():
    assert rights(with_iptc(jpeg(), [(80, b"Ann"), (80, b"Bo")]))[0] == "Ann, Bo"


def test_xmp_is_read_and_comes_before_the_rest():
    description = (
        "<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator>"
        '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Ann</rdf:li><rdf:li xml:lang="de">nein</rdf:li></rdf:Alt>'
        "</dc:rights><photoshop:Credit>Agency</photoshop:Credit>"
        '<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>'
    )
    data = with_xmp(with_iptc(jpeg(), [(80, b"Somebody else")]), description)
    assert rights(data) == ("Ann, Bo / Agency", "© Ann · https://creativecommons.org/licenses/by/4.0/")


@pytest.mark.parametrize("name", ["PNG", "WEBP"])
def test_other_formats_say_it_too(name):
    assert rights(as_bytes(draw(), name, exif=exif_of(artist="Ann"))) == ("Ann", "")


@pytest.mark.parametrize(
    "packet",
    [
        b"<x>",
        b"\xff\xfe<",
        b"<" * 60_000,
        b"<a>" * 20_000,
        b'<!DOCTYPE x [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><x xmlns:d="http://purl.org/dc/elements/1.1/"><d:creator>&b;</d:creator></x>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
    ],
)
def test_hostile_metadata_says_nothing_and_costs_nothing(packet):
    data = with_app_segment(jpeg(), 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)
    assert rights(data) == ("", "")


def test_what_is_kept_is_one_short_line_of_plain_text():
    credit, _licence = rights(jpeg(exif=exif_of(artist=("a\n\u202eb\x00<i>" + "c" * 900).encode())))
    assert credit.startswith("a b <i>ccc")
    assert len(credit) == 200
