"""Two snapshots compared: which fields differ, exactly which characters, and what is not text."""

import time

import pytest

from news.publishing.versions.comparing import compare_snapshots
from news.publishing.versions.comparing_bodies import compare_bodies
from news.publishing.versions.snapshots import take_snapshot
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db


def marked(pieces, kind):
    return [piece.text for piece in pieces if piece.kind == kind]


def codes(parts):
    return [notice.code for part in parts for notice in part.notices]


def shown(parts):
    return [part for part in parts if part.status != "same"]


def changes_of(post, **values):
    old = take_snapshot(post)
    return {change.name: change for change in compare_snapshots(old, {**old, **values})}


def test_equal_snapshots_have_no_changes():
    assert changes_of(PostFactory()) == {}


def test_what_moves_with_every_save_is_no_change():
    assert changes_of(PostFactory(), updated_at="2020-01-01T00:00:00Z", subtitle=None) == {}


def test_exactly_the_changed_characters_of_a_title_are_marked():
    change = changes_of(PostFactory(title="海尔集团发布新平台"), title="海尔智家发布新平台")["title"]
    assert (marked(change.pieces, "removed"), marked(change.pieces, "added")) == (["集团"], ["智家"])


def test_links_and_references_are_told_by_name():
    category, other = CategoryFactory(name="科技"), CategoryFactory(name="财经")
    author, source = AuthorFactory(name="李雷"), SourceFactory(name="新华社")
    changes = changes_of(
        PostFactory(categories=[category], tags=["海港"]),
        categories=[category.pk, other.pk], authors=[author.pk, 999], source_id=source.pk, tags=["潮汐"],
    )  # fmt: skip
    assert [(item.kind, item.text) for item in changes["categories"].items] == [("same", "科技"), ("added", "财经")]
    assert marked(changes["authors"].items, "added")[0] == "李雷"
    assert "999" in marked(changes["authors"].items, "added")[1]
    assert (changes["source_id"].old, changes["source_id"].new) == ("", "新华社")
    assert [item.kind for item in changes["tags"].items] == ["removed", "added"]


def test_values_are_shown_as_a_person_reads_them():
    changes = changes_of(PostFactory(), status="draft", published_at="2026-11-26T00:00:00Z", has_comments=False)
    assert changes["published_at"].new == "2026-11-26 08:00:00"
    assert changes["status"].old != "approved"
    assert changes["has_comments"].old


def test_the_header_image_is_shown_on_both_sides():
    old, new = ImageFactory(), ImageFactory()
    change = changes_of(PostFactory(header_image=old), header_image_id=new.pk)["header_image_id"]
    assert (change.old_picture.image, change.new_picture.image, change.new_picture.alt) == (old, new, new.alt)
    gone = changes_of(PostFactory(), header_image_id=999)["header_image_id"]
    assert (gone.old_picture, gone.new_picture.image) == (None, None)


class TestBodies:
    def test_the_changed_characters_of_a_paragraph(self):
        old = "<p>开头不变。</p><p>潮水在清晨退去。</p><p>结尾不变。</p>"
        parts = compare_bodies(old, old.replace("清晨", "傍晚"))
        assert [part.status for part in parts] == ["same", "changed", "same"]
        assert (marked(parts[1].pieces, "removed"), marked(parts[1].pieces, "added")) == (["清晨"], ["傍晚"])

    def test_blocks_that_came_and_went(self):
        parts = shown(compare_bodies("<p>甲甲甲</p><p>乙乙乙</p>", "<p>丙丙丙</p><p>甲甲甲</p>"))
        assert [(part.status, part.pieces[0].text) for part in parts] == [("added", "丙丙丙"), ("removed", "乙乙乙")]

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("<h2>标题</h2>", "<h3>标题</h3>", "tag"),
            ("<ul><li>一</li></ul>", "<ol><li>一</li></ol>", "inside"),
            ("<p>引</p>", "<blockquote><p>引</p></blockquote>", "inside"),
            ('<p><a href="https://a.example/">链</a></p>', '<p><a href="https://b.example/">链</a></p>', "link-target"),
            ("<p>链</p>", '<p><a href="https://b.example/">链</a></p>', "link-added"),
            ('<p><a href="https://b.example/">链</a></p>', "<p>链</p>", "link-removed"),
            ("<p>粗</p>", "<p><strong>粗</strong></p>", "mark-added"),
            ("<p><em>斜</em></p>", "<p>斜</p>", "mark-removed"),
            ("<p>中</p>", '<p class="ta-center">中</p>', "style"),
            ('<p><img src="/i/1/" alt="甲"></p>', '<p><img src="/i/1/" alt="乙"></p>', "alt"),
        ],
    )
    def test_what_is_not_text_is_noticed(self, old, new, code):
        assert codes(compare_bodies(old, new)) == [code]

    def test_pictures_added_removed_and_replaced(self):
        one, other = ImageFactory(), ImageFactory()
        old, new = (
            f'<p>文</p><figure class="image"><img src="/i/{each.pk}/" alt="图"></figure>' for each in (one, other)
        )
        (replaced,) = shown(compare_bodies(old, new))
        assert (replaced.status, replaced.old_picture.image, replaced.new_picture.image) == ("changed", one, other)
        (added,) = shown(compare_bodies("<p>文</p>", new))
        assert (added.status, added.old_picture, added.new_picture.alt) == ("added", None, "图")
        assert [part.status for part in shown(compare_bodies(old, "<p>文</p>"))] == ["removed"]

    def test_markup_that_no_reader_sees_is_said_to_be_that(self):
        change = changes_of(PostFactory(body="<p>文</p>"), body="<div>\n<p>文</p></div>")["body"]
        assert change.is_markup_only

    @pytest.mark.parametrize("pattern", ["甲乙丙丁戊己庚辛", "甲"])
    def test_large_bodies_take_bounded_time(self, pattern):
        """Two MiB, everything different and much of it repeated: the worst for any way of matching."""
        count = (2 << 20) // (60 * len(pattern) + 8)
        old = "".join(f"<p>{pattern * 20}{number % 7}</p>" for number in range(count))
        new = "".join(f"<p>{pattern * 19}{number % 5}子</p>" for number in range(count))
        started = time.process_time()
        assert compare_bodies(old, new)[-1].status == "more"
        assert time.process_time() - started < 30

    def test_one_changed_character_in_a_large_body_is_found_alone(self):
        old = "".join(f"<p>第{number}段，潮水在清晨退去。</p>" for number in range(20_000))
        (part,) = shown(compare_bodies(old, old.replace("第15000段，潮", "第15000段，汐")))
        assert (marked(part.pieces, "removed"), marked(part.pieces, "added")) == (["潮"], ["汐"])


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    old = take_snapshot(PostFactory())
    many = CategoryFactory.create_batch(20)
    body = "".join(f'<img src="/i/{image.pk}/" alt="">' for image in ImageFactory.create_batch(20))
    with django_assert_max_num_queries(4):
        compare_snapshots(old, {**old, "categories": [each.pk for each in many], "body": body})
