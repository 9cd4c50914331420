"""What a test may ask about an archive besides its files."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from news.text.counts import TextCounts


@dataclass(frozen=True)
class Founding:
    """The one post that has everything its producer is known for, as the importer brings it in."""

    slug: str
    title: str
    categories: tuple[str, str, str]
    published_at: dt.datetime
    minutes: int
    counts: TextCounts
    bold_paragraphs: list[str]
    paragraph_count: int
    picture_host: str
    picture_name: str
    queries: list[str]  # each of them finds it

    @property
    def path(self):
        return f"/{self.published_at:%Y/%m/%d}/{self.slug}/"


@dataclass(frozen=True)
class Producer:
    """The posts of `hexo/_posts`, by their slugs."""

    post_count: int
    epoch_1970: str
    epoch_year: int  # that it probably was
    placeholder: str
    no_zone: str
    no_zone_at: dt.datetime  # on a site in Shanghai
    night: str
    night_on: dt.date  # in Shanghai; by the producer's clock it was the day before


@dataclass(frozen=True)
class Odd:
    """What becomes of the files of `odd`. One that stands in no table becomes a post without a note."""

    file_count: int
    header_count: int  # files whose front matter is read, or that have none
    record_count: int  # files that Hexo's format reads
    refused: dict[str, tuple[str, int]]  # why, and on which line
    no_posts: set[str]
    noted: dict[str, str]  # besides dates
    kept: dict[str, str]  # plugins that stay in the text

    @staticmethod
    def name_of(path):
        """Ours are known by their whole names, the others, `owner__number__name.md`, by owner and number."""
        return "__".join(path.removesuffix(".md").split("__")[:2])


@dataclass(frozen=True)
class Archive:
    """A folder with `hexo`, `hexo-archive`, `jekyll`, `odd`, `images` and `html_payloads.json`."""

    folder: Path
    founding: Founding
    producer: Producer
    archive_count: int
    html_bodies: list[str]  # files of `hexo-archive` that are HTML; the others are Markdown
    jekyll_count: int
    odd: Odd
    payload_count: int

    @property
    def founding_file(self):
        return self.folder / "hexo" / "_posts" / f"{self.founding.slug}.md"

    @property
    def founding_body(self):
        return self.founding_file.read_text("utf-8").split("---", 2)[2]

    @property
    def payloads(self):
        return [row["payload"] for row in json.loads((self.folder / "html_payloads.json").read_text("utf-8"))]

    def picture(self, name_end):
        """The bytes of the one picture whose name ends so."""
        (path,) = (self.folder / "images").glob(f"*{name_end}")
        return path.read_bytes()
