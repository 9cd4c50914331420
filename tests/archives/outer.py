"""The facts of the real archives. They are no part of the repository: their folder is named, or stands beside it."""

import datetime as dt

from news.text.counts import TextCounts
from tests.archives.facts import Archive, Founding, Odd, Producer

FOUNDING = Founding(
    slug="haier-kechuang-zhongguo",
    title="行业唯一！海尔2类平台入选首批“科创中国”创新基地",
    categories=("新媒体", "高科技行业门户", "新闻"),
    published_at=dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC),
    minutes=4,
    counts=TextCounts(han=1307, words=24, images=1),
    bold_paragraphs=["行业唯一 夯实科创成果", "开放生态 加速融通发展"],
    paragraph_count=16,
    picture_host="images.ofweek.com",
    picture_name="1659938315667045660",
    queries=["创新", "海尔", "创新基地", "产学研", "AIoT", "aiot/感知", "20%", "专精特新", "孵化"],
)
PRODUCER = Producer(
    post_count=7,
    epoch_1970="014_epoch_1970",
    epoch_year=2020,
    placeholder="010_style_block_entities",
    no_zone="015_naive_date_blank_line",
    no_zone_at=dt.datetime(2021, 3, 22, 10, 40, 22, tzinfo=dt.UTC),
    night="005_zaker_lazy_image",
    night_on=dt.date(2021, 9, 13),
)
ODD = Odd(
    file_count=63,
    header_count=52,
    record_count=54,
    refused={
        "gohugoio__03198b66": ("opening-fence", 1),
        "gohugoio__28640036": ("opening-fence", 1),
        "gohugoio__a83534e4": ("merge-markers", 12),
        "gohugoio__bb9dd071": ("merge-markers", 17),
        "gohugoio__e42fbbb3": ("text-before-front-matter", 1),
        "gohugoio__ed97d539": ("fence-missing", 1),
        "gohugoio__fcc2153b": ("merge-markers", 3),
        "ruby__249e2c05": ("not-utf8", 65),
        "ruby__38ddc322": ("fences-missing", 1),
    },
    no_posts=set(),
    noted={
        "daichangya__26e686c0": "characters-lost",
        "daichangya__542bd3b6": "characters-lost",
        "daichangya__96d7f94f": "lenient-front-matter",
        "gohugoio__0dc2e2c9": "duplicate-key",
        "gohugoio__0fd0e121": "duplicate-key",
        "gohugoio__1bc07abd": "duplicate-key",
        "gohugoio__211a995f": "duplicate-key",
        "gohugoio__28ab004c": "duplicate-key",
        "gohugoio__3b71652c": "duplicate-key",
        "gohugoio__46f72e96": "duplicate-key",
        "gohugoio__4f961c1d": "duplicate-key",
        "gohugoio__62392544": "lenient-front-matter",
        "gohugoio__6d18735d": "duplicate-key",
        "gohugoio__6d62f356": "duplicate-key",
        "gohugoio__795fcad7": "duplicate-key",
        "gohugoio__b3f7f32c": "lenient-front-matter",
        "gohugoio__bfbd63c6": "duplicate-key",
        "gohugoio__ce7575f8": "duplicate-key",
        "gohugoio__cef012de": "lenient-front-matter",
        "gohugoio__d48b7c6e": "duplicate-key",
        "gohugoio__d632c107": "title-from-name",
        "gohugoio__e205e974": "duplicate-key",
        "gohugoio__ed54f907": "duplicate-key",
        "gohugoio__fa984634": "duplicate-key",
        "hexojs__3f4ce244": "lenient-front-matter",
        "ruby__05bdb126": "encoding-assumed",
        "ruby__2733789d": "front-matter-line-skipped",
        "ruby__29f3567b": "front-matter-line-skipped",
        "ruby__772c382b": "duplicate-key",
        "ruby__dbf50811": "lenient-front-matter",
        "ruby__e00f78a7": "lenient-front-matter",
        "ruby__ec992811": "encoding-assumed",
        "ruby__effb760d": "duplicate-key",
    },
    kept={
        "gohugoio__0fd0e121": "note, input, warning",
        "gohugoio__28ab004c": "note",
        "gohugoio__3b71652c": "new-in, funcsig",
        "gohugoio__4ac1ce04": "note, code, warning",
        "gohugoio__4f961c1d": "note, input",
        "gohugoio__e205e974": "code-toggle, code",
        "gohugoio__f8ad9113": "code",
    },
)


def outer_archive(folder):
    return Archive(
        folder=folder,
        founding=FOUNDING,
        producer=PRODUCER,
        archive_count=240,
        html_bodies=["SQL-SERVER-xing-neng-zhi-biao.md"],
        jekyll_count=120,
        odd=ODD,
        payload_count=525,
    )
