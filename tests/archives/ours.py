"""The facts of our own small archive, `tests/data/samples`, whose README says what is in it."""

import datetime as dt
from pathlib import Path

from news.text.counts import TextCounts
from tests.archives.facts import Archive, Founding, Odd, Producer

FOUNDING = Founding(
    slug="yanqiao-zhihui-hangbiao",
    title="老塔新灯！雁桥港2座灯塔获评全岛“智慧航标”示范站",
    categories=("新媒体", "海雾资讯", "新闻"),
    published_at=dt.datetime(2023, 5, 17, 6, 30, tzinfo=dt.UTC),
    minutes=3,
    counts=TextCounts(han=948, words=4, images=1),
    bold_paragraphs=["青石老塔 换上新的眼睛", "开放海图 小船也看得懂"],
    paragraph_count=15,
    picture_host="images.haiwu.example",
    picture_name="1684310412207755123",
    queries=["航标", "雁桥", "示范站", "产学研", "AIoT", "aiot/感知", "25%", "潮水发电", "雾警"],
)
PRODUCER = Producer(
    post_count=8,
    epoch_1970="epoch-1970",
    epoch_year=2019,
    placeholder="yangshi-kuai-yu-shiti",
    no_zone="meiyou-shiqu-de-riqi",
    no_zone_at=dt.datetime(2022, 10, 8, 23, 25, 30, tzinfo=dt.UTC),
    night="yehang-lanjiazai-tupian",
    night_on=dt.date(2022, 8, 21),
)
ODD = Odd(
    file_count=65,
    header_count=42,
    record_count=43,
    refused={
        "billion-seas": ("yaml-refused", 4),
        "dashes-and-words": ("opening-fence", 1),
        "deep-list": ("front-matter-too-deep", 4),
        "deep-mapping": ("front-matter-too-deep", 16),
        "header-is-a-list": ("bad-front-matter", 2),
        "long-header": ("front-matter-too-large", 2),
        "loop": ("yaml-refused", 4),
        "merge-in-body": ("merge-markers", 8),
        "merge-in-header-late": ("merge-markers", 5),
        "merge-in-header": ("merge-markers", 3),
        "never-closed": ("fence-missing", 1),
        "no-fences": ("fences-missing", 1),
        "nul-in-text": ("binary", 6),
        "one-fence": ("fence-missing", 1),
        "python-tag": ("yaml-refused", 2),
        "stray-bytes": ("not-utf8", 8),
        "text-after-opening": ("opening-fence", 1),
        "text-before": ("text-before-front-matter", 1),
        "utf-16-cut": ("not-utf16", 1),
    },
    no_posts={"a-picture", "nothing-at-all", "only-words"},
    noted={
        "alias-title": "lenient-front-matter",
        "big5": "encoding-assumed",
        "colon-in-title": "lenient-front-matter",
        "control-characters": "controls-dropped",
        "flow-remains": "lenient-front-matter",
        "gb18030": "encoding-assumed",
        "key-twice-on-a-line": "lenient-front-matter",
        "loose-word": "lenient-front-matter",
        "no-opening-fence": "lenient-front-matter",
        "only-a-comment": "title-from-name",
        "quote-left-open-english": "lenient-front-matter",
        "quote-left-open": "front-matter-line-skipped",
        "quotes-in-quotes": "lenient-front-matter",
        "repeated-date": "duplicate-key",
        "repeated-empty": "duplicate-key",
        "repeated-far-apart": "duplicate-key",
        "repeated-list": "duplicate-key",
        "repeated-nested": "duplicate-key",
        "repeated-same": "duplicate-key",
        "repeated-title": "duplicate-key",
        "replaced-characters": "characters-lost",
        "shift-jis": "encoding-assumed",
        "stars-in-title": "lenient-front-matter",
        "tab-indent": "lenient-front-matter",
        "windows-1252": "encoding-assumed",
    },
    kept={
        "plugins": "note, warning, input",
        "repeated-list": "code, new-in",
        "repeated-same": "note",
    },
)

OURS = Archive(
    folder=Path(__file__).resolve().parents[1] / "data" / "samples",
    founding=FOUNDING,
    producer=PRODUCER,
    archive_count=22,
    html_bodies=["guance-zhibiao.md"],
    jekyll_count=10,
    odd=ODD,
    payload_count=395,
)
