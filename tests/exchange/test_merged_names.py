"""An import that names what was merged away finds the survivor: a merge stays done, however often files come again."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.exchange.importer import Importer
from news.exchange.options import ImportOptions
from news.exchange.source_files import find_files, find_places
from news.exchange.storing.names import NameLookup
from news.exchange.undo.run import BatchUndo
from news.models import Author, Category, ImportBatch, ImportItem, MergedName, Post, Source, Tag
from news.publishing.names.merging import merge
from tests.exchange.dumps import dump
from tests.exchange.test_importer import outcomes
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db
HEADER = "title: a\ntags: [{}]\ncategories: [新闻, {}]\nauthor: {}\nsource: {}"
OLD = HEADER.format("AI", "科技", "张三", "海堤")
NEW = HEADER.format("人工智能", "技术", "张山", "海堤新闻")
TABLES = (Tag, Category, Author, Source)


def named():
    return [sorted(model.objects.values_list("name", flat=True)) for model in TABLES]


def links_of(post):
    return (
        [tag.name for tag in post.tags.all()],
        [str(row) for row in post.ordered_categories()],
        [author.name for author in post.ordered_authors()],
        post.source.name,
    )


def undo(batch):
    work = BatchUndo(ImportBatch.objects.get(pk=batch))
    verdicts = [item.verdict.undo.value for item in work.run()]
    work.close()
    return verdicts


def merge_all():
    news = Category.objects.get(name="新闻")
    kept = [
        TagFactory(name="人工智能"), CategoryFactory(name="技术", parent=news),
        AuthorFactory(name="张山"), SourceFactory(name="海堤新闻"),
    ]  # fmt: skip
    for model, survivor, name in zip(TABLES, kept, ("AI", "科技", "张三", "海堤"), strict=True):
        merge(survivor, [model.objects.get(name=name)], None)


@pytest.fixture
def merged(blog, run):
    """A site that has imported `a`, whose tag, category, author and source were then merged into others."""
    blog.write("a", OLD)
    run(blog.posts)
    merge_all()
    return [["人工智能"], ["技术", "新闻"], ["张山"], ["海堤新闻"]]


class TestComingAgain:
    def test_another_file_finds_the_survivors_and_makes_nothing(self, blog, run, merged):
        blog.write("b", OLD.replace("title: a", "title: b"))
        result = run(blog.posts)
        assert outcomes(result) == ["unchanged", "created"]
        assert links_of(Post.objects.get(title="b")) == (["人工智能"], ["技术"], ["张山"], "海堤新闻")
        assert named() == merged
        assert ImportItem.objects.get(batch=result.batch).made == {}

    @pytest.mark.parametrize("options", [{}, {"update": True}])
    def test_the_same_file_is_unchanged_and_brings_nothing_back(self, blog, run, merged, options):
        before = dump()
        assert outcomes(run(blog.posts, **options)) == ["unchanged"]
        assert dump() == before

    def test_a_changed_file_updates_its_post_without_a_conflict(self, blog, run, merged):
        blog.write("a", OLD, "<p>新的正文</p>")
        result = run(blog.posts)
        post = Post.objects.get()
        assert (outcomes(result), post.body) == (["updated"], "<p>新的正文</p>")
        assert links_of(post) == (["人工智能"], ["技术"], ["张山"], "海堤新闻")
        assert named() == merged
        assert outcomes(run(blog.posts, update=True)) == ["unchanged"]

    def test_a_file_that_names_both_has_the_survivor_once_at_the_first_place(self, blog, run, merged):
        names = "tags: [AI, 海港, 人工智能]\nauthor: [张三, 李四, 张山]"
        blog.write("b", f"title: b\n{names}\ncategories: [[新闻, 科技], [新闻], [新闻, 技术]]")
        run(blog.posts)
        post = Post.objects.get(title="b")
        assert {tag.name for tag in post.tags.all()} == {"人工智能", "海港"}
        assert [row.name for row in post.ordered_categories()] == ["技术", "新闻"]
        assert [row.name for row in post.ordered_authors()] == ["张山", "李四"]

    def test_what_is_below_a_merged_category_is_found_below_the_survivor(self, blog, run):
        kept, other = CategoryFactory(name="新闻"), CategoryFactory(name="资讯")
        below = CategoryFactory(name="国内", parent=other)
        gone = CategoryFactory(name="本地", parent=other)
        merge(below, [gone], None)
        merge(kept, [other], None)
        blog.write("a", "title: a\ncategories: [[资讯, 国内], [资讯, 本地, 港口]]")
        run(blog.posts)
        port = Category.objects.get(name="港口")
        assert (Post.objects.get().ordered_categories(), port.parent) == ([below, port], below)
        assert Category.objects.count() == 3

    def test_an_author_who_repeats_a_merged_source_is_still_an_organisation(self, blog, run, merged):
        blog.write("b", "title: b\nauthor: 海堤")
        run(blog.posts)
        assert Author.objects.get(name="海堤").kind == "organisation"
        assert Post.objects.get(title="b").source.name == "海堤新闻"

    def test_who_bears_the_name_again_is_found_before_the_survivor(self, blog, run, merged):
        tag, author = TagFactory(name="AI"), AuthorFactory(name="张三")
        blog.write("b", OLD.replace("title: a", "title: b"))
        run(blog.posts)
        post = Post.objects.get(title="b")
        assert (list(post.tags.all()), post.ordered_authors()) == ([tag], [author])

    def test_survivors_take_no_room_from_the_new_tags_of_a_run(self, blog, run, merged, monkeypatch):
        monkeypatch.setattr("news.exchange.storing.names.NEW_TAGS_PER_RUN", 1)
        blog.write("b", "title: b\ntags: [AI, 人工智能, 渡轮, 海港]")
        result = run(blog.posts)
        assert {tag.name for tag in Post.objects.get(title="b").tags.all()} == {"人工智能", "渡轮"}
        notes = ImportItem.objects.get(batch=result.batch).notes
        assert [note["facts"] for note in notes if note["code"] == "tags-left-out"] == [{"count": 1}]

    @pytest.mark.django_db(transaction=True)
    def test_what_is_merged_while_a_run_knows_it_is_found_in_the_next_file(self, blog, site):
        for name in "ab":
            blog.write(name, OLD.replace("title: a", f"title: {name}"))
        items = Importer(ImportOptions(zone=dt.UTC)).run(find_files(find_places([blog.posts])))
        next(items)
        merge_all()
        assert [item.outcome for item in items] == ["created"]
        assert links_of(Post.objects.get(title="b")) == (["人工智能"], ["技术"], ["张山"], "海堤新闻")
        assert named() == [["人工智能"], ["技术", "新闻"], ["张山"], ["海堤新闻"]]


class TestTakenBack:
    def test_the_undo_of_what_found_a_survivor_leaves_it_and_its_names(self, blog, run, merged):
        before = dump()
        blog.write("b", OLD.replace("title: a", "title: b"))
        assert undo(run(blog.posts).batch) == ["deleted"]
        assert dump() == before

    def test_the_undo_of_an_update_brings_the_survivors(self, blog, run, merged):
        links = links_of(Post.objects.get())
        blog.write("a", "title: 新题\ntags: [海港]\nsource: 海堤\ncategories: [港口]\nauthor: 李四")
        assert undo(run(blog.posts).batch) == ["restored"]
        assert (links_of(Post.objects.get()), named()) == (links, merged)

    def test_the_undo_of_the_import_whose_names_were_merged_away_leaves_what_they_lead_to(self, merged):
        names = set(MergedName.objects.values_list("name", flat=True))
        assert undo(ImportBatch.objects.get().pk) == ["deleted"]
        assert (named(), set(MergedName.objects.values_list("name", flat=True))) == (merged, names)

    def test_the_undo_of_an_update_made_before_the_merge_brings_no_merged_tag_back(self, blog, run):
        blog.write("a", "title: a\ntags: [AI]")
        run(blog.posts)
        blog.write("a", "title: a\ntags: [海港]")
        batch = run(blog.posts).batch
        kept = TagFactory(name="人工智能")
        merge(kept, [Tag.objects.get(name="AI")], None)
        assert undo(batch) == ["restored"]
        assert (list(Post.objects.get().tags.all()), Tag.objects.get()) == ([kept], kept)

    def test_the_undo_of_an_import_leaves_what_merged_names_lead_to_and_stood_below(self, blog, run):
        """新闻 › 科技 leads to 技术 elsewhere: without 新闻 that could not be told."""
        blog.write("a", OLD)
        batch = run(blog.posts).batch
        kept = CategoryFactory(name="技术")
        merge(kept, [Category.objects.get(name="科技")], None)
        merge(Tag.objects.get(name="AI"), [TagFactory(name="人工智能")], None)
        assert undo(batch) == ["deleted"]
        assert sorted(Category.objects.values_list("name", flat=True)) == ["技术", "新闻"]
        assert Tag.objects.get().name == "AI"
        run(blog.posts)
        assert Post.objects.get().ordered_categories() == [kept]

    def test_a_survivor_that_an_earlier_state_of_a_post_means_stays(self, blog, run):
        blog.write("a", "title: a\ntags: [人工智能]")
        batch = run(blog.posts).batch
        other = TagFactory(name="AI")
        post = PostFactory(tags=["AI"])
        post.revisions.create(version=1, snapshot={"tags": ["AI"]})
        merge(Tag.objects.get(name="人工智能"), [other], None)
        post.tags.clear()
        undo(batch)
        assert (Tag.objects.get().name, MergedName.objects.count()) == ("人工智能", 1)


class TestCost:
    """Nothing more when all is there; one query more for what is not."""

    def count(self, act):
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    def test_a_look_costs_a_second_query_only_when_the_first_finds_nothing(self, merged):
        assert self.count(lambda: NameLookup().tag_rows(["人工智能"])) == 1
        assert self.count(lambda: NameLookup().tag_rows(["人工智能", "AI"])) == 2
        assert self.count(lambda: NameLookup().author("张山", "person", "")) == 1
        assert self.count(lambda: NameLookup().author("张三", "person", "")) == 2
        assert self.count(lambda: NameLookup().source("海堤新闻")) == 1
        assert self.count(lambda: NameLookup().source("海堤")) == 2
        assert self.count(lambda: NameLookup().category(["新闻", "技术"])) == 2
        assert self.count(lambda: NameLookup().category(["新闻", "科技"])) == 3

    def test_what_was_found_once_is_remembered_for_the_run(self, merged):
        names = NameLookup()

        def ask():
            names.tag_rows(["AI"])
            names.author("张三", "person", "")
            names.has_source("海堤")
            names.has_source("无名")
            names.category(["新闻", "科技"])

        ask()
        assert self.count(ask) == 0
