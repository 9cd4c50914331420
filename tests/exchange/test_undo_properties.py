"""Whatever the order of imports, changed files, edits and undos: an undo goes back, and no editor's work is lost."""

import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from news.exchange.batches import BatchLog
from news.exchange.importer import Importer
from news.exchange.options import ImportOptions
from news.exchange.source_files import find_files, find_places
from news.exchange.storing.collections import keep_collections
from news.exchange.undo.run import BatchUndo
from news.models import ImportBatch, Post, RawSource
from news.publishing.posts.saving import save_post
from tests.exchange.dumps import dump

pytestmark = pytest.mark.django_db
NAMES = "abcd"
HEADERS = (
    "title: 一\ndate: 2024-01-01\ntags: [甲]\ncategories: [新闻, 本地]",
    "title: 二\ndate: 2024-01-02\ntags: [甲, 乙]\nauthor: 张三\nalias: [/old/, /older/]\nheadimg: http://x.example/1.jpg",
    "title: 三\ndate: 2199-01-01\ncategories: [[新闻], [体育]]\nsource: 海堤\ntranslation_of: a\nlang: en",
    "title: 四\ntags: [丙]\nauthor: [张三, 李四]\nheadimg: http://x.example/2.jpg\nsubtitle: 副题",
)
WRITES = st.tuples(st.just("write"), st.sampled_from(NAMES), st.integers(0, len(HEADERS) - 1))
ACTIONS = st.lists(
    st.one_of(
        WRITES,
        WRITES,
        st.tuples(st.just("import"), st.just(0), st.just(0)),
        st.tuples(st.just("edit"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("undo"), st.integers(0, 2), st.just(0)),
    ),
    max_size=14,
)


class Newsroom:
    """A folder that is imported, an editor, and what each import found when it began."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before: dict[int, dict | None] = {}  # None: others have written since, so nothing exact can be said
        self.edited: dict[int, dict] = {}

    def write(self, name: str, header: int) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.md").write_text(f"---\n{HEADERS[header]}\n---\n正文{name}\n", "utf-8")

    def run_import(self, *_nothing: int) -> None:
        if not self.folder.exists():
            return
        before = dump()
        options = ImportOptions(zone=ZoneInfo("UTC"))
        importer = Importer(options, BatchLog(options))
        places = find_places([self.folder])
        importer.log.made_collections = keep_collections(places)
        assert all(item.problem is None for item in importer.run(find_files(places)))
        importer.close()
        if importer.log.batch:
            self.before[importer.log.batch.pk] = before

    def edit(self, which: int, *_nothing: int) -> None:
        posts = list(Post.objects.order_by("pk"))
        if which < len(posts):
            posts[which].title += "改"
            save_post(posts[which])
            self.edited[posts[which].pk] = row(posts[which].pk)
            self.before = dict.fromkeys(self.before)

    def undo(self, steps_back: int, *_nothing: int) -> None:
        batches = sorted(self.before, reverse=True)
        if steps_back < len(batches):
            self.take_back(batches[steps_back])

    def take_back(self, pk: int) -> bool:
        work = BatchUndo(ImportBatch.objects.get(pk=pk))
        kept = [item for item in work.run() if item.verdict.undo == "kept"]
        work.close()
        if pk == max(self.before) and self.before[pk] is not None:
            assert not kept
            assert dump() == self.before[pk]
        else:
            self.before = dict.fromkeys(self.before)
        if not kept:
            del self.before[pk]
        return work.receipt.has_done_something

    def check(self) -> None:
        assert {pk: row(pk) for pk in self.edited} == self.edited
        assert RawSource.objects.filter(post__isnull=False).count() == Post.objects.count()

    def take_everything_back(self) -> None:
        while any([self.take_back(pk) for pk in sorted(self.before, reverse=True)]):  # noqa: C419  (all of them)
            pass


def row(pk: int) -> dict:
    values = Post.objects.filter(pk=pk).values().get()
    post = Post.objects.get(pk=pk)
    links = [link.category_id for link in post.category_links.all()], [link.author_id for link in post.bylines.all()]
    return {**values, "links": links, "tags": sorted(post.tags.names()), "translation_of_id": None}


@settings(max_examples=40, deadline=None)
@given(ACTIONS)
@example([("write", "a", 0), ("import", 0, 0), ("write", "a", 2), ("import", 0, 0), ("undo", 1, 0)])  # older one first
def test_any_sequence(tmp_path, actions):
    with transaction.atomic():
        newsroom, empty = Newsroom(tmp_path / "site" / "_posts"), dump()
        acts = {"write": newsroom.write, "import": newsroom.run_import, "edit": newsroom.edit, "undo": newsroom.undo}
        for name, first, second in actions:
            acts[name](first, second)
            newsroom.check()
        newsroom.take_everything_back()
        newsroom.check()
        assert {post.pk for post in Post.objects.all()} == set(newsroom.edited)
        if not newsroom.edited:
            assert dump() == empty
        transaction.set_rollback(True)
    shutil.rmtree(tmp_path / "site", ignore_errors=True)
