"""What each role sets in the form of a post, how errors are told, and what the page costs."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.models import Post, Revision
from news.publishing.posts import workflow
from news.publishing.posts.saving import save_post
from news.publishing.posts.workflow import send_back, submit
from tests.admin.forms import fill, post_url, read_form
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, ReadyPostFactory, TagFactory

pytestmark = pytest.mark.django_db


def make_draft(owner=None, **values):
    return save_post(Post(**{"title": "稿子", "body": "<p>正文</p>", "owner": owner, **values}))


def test_notes_and_origin_are_saved_and_kept_in_the_revision(editor):
    post = make_draft()
    fill(editor, post, notes="电话核实过", origin="republished")
    post.refresh_from_db()
    assert (post.notes, post.origin) == ("电话核实过", "republished")
    assert Revision.objects.first().snapshot["notes"] == "电话核实过"


def test_the_title_is_one_line_whatever_is_sent(editor):
    post = make_draft()
    fill(editor, post, title="第一行\r\n第二行")
    assert Post.objects.get().title == "第一行 第二行"


TIMED = {"published_at_0", "published_at_1"}
FRONT = {"is_featured", "pinned_until_0", "pinned_until_1"}
EMBARGO = {"embargo_until_0", "embargo_until_1"}


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("reporter", set(), TIMED | FRONT | EMBARGO),
        ("editor", TIMED, FRONT | EMBARGO),
        ("publisher", TIMED | FRONT | EMBARGO, set()),
    ],
)
def test_each_role_sees_what_it_may_set_and_nothing_else(desk, role, shown, hidden):
    client = desk(role)
    post = make_draft(client.user)
    page = client.get(post_url(post)).content.decode()
    for name in shown:
        assert f'name="{name}"' in page
    for name in hidden:
        assert f'name="{name}"' not in page


def test_an_embargo_of_an_editor_is_not_looked_at(editor):
    post = make_draft()
    fill(editor, post, embargo_until_0="2030-01-01", embargo_until_1="08:00", title="改了")
    post.refresh_from_db()
    assert (post.title, post.embargo_until) == ("改了", None)


def test_a_publisher_sets_an_embargo_and_nobody_publishes_before_its_end(desk, editor):
    post, publisher = ReadyPostFactory(status="draft", published_at=None, path_on=None), desk("publisher")
    day = timezone.localdate() + dt.timedelta(days=3)
    fill(publisher, post, embargo_until_0=day.isoformat(), embargo_until_1="08:00")
    post.refresh_from_db()
    assert timezone.localtime(post.embargo_until).hour == 8
    for client in (publisher, editor):
        page = fill(client, post, "_publish")
        assert page.status_code == 200
        assert "published_at" in page.context["adminform"].form.errors
    late = {"published_at_0": day.isoformat(), "published_at_1": "08:00"}
    assert fill(editor, post, "_publish", **late).status_code == 302
    post.refresh_from_db()
    assert post.is_scheduled


def test_an_embargo_is_not_set_on_a_post_that_is_out_already(desk):
    page = fill(desk("publisher"), PostFactory(), embargo_until_0="2040-01-01", embargo_until_1="08:00")
    assert page.status_code == 200
    assert Post.objects.get().embargo_until is None


def test_a_header_image_is_marked_decorative_where_it_is_described(editor):
    image = ImageFactory(alt="")
    post = make_draft(header_image=image)
    fill(editor, post, header_is_decorative="on")
    image.refresh_from_db()
    assert image.is_decorative
    values = read_form(editor.get(post_url(post)))
    assert json.loads(values["header_seen"][0])["decorative"] is True
    values.pop("header_is_decorative")
    editor.post(post_url(post), {**values, "_continue": "1"})
    image.refresh_from_db()
    assert not image.is_decorative


def test_whether_another_picture_is_decorative_is_not_overwritten(editor):
    post, other = make_draft(header_image=ImageFactory()), ImageFactory(is_decorative=True)
    fill(editor, post, header_image=other.pk)
    other.refresh_from_db()
    assert other.is_decorative


# --- Errors --------------------------------------------------------------------


def test_each_error_leads_to_its_field_and_is_tied_to_it(editor):
    page = fill(editor, None, title="", canonical_url="not an address").content.decode()
    for anchor in ("id_title", "id_canonical_url"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}_error"' in page
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert "<details><summary><h2" not in page  # the section with the fault is not closed
    assert "errornote" not in page


def test_a_wrong_time_leads_to_its_first_part(editor):
    page = fill(editor, make_draft(), published_at_0="morgen", published_at_1="").content.decode()
    assert 'href="#id_published_at_0"' in page


def test_the_first_line_says_how_many_things_are_wrong_in_both_languages(editor):
    editor.user.interface_language = "en"
    editor.user.save()
    assert "Not saved: 1 problem to fix" in fill(editor, None, title="").content.decode()


# --- The read-only form, returned posts ----------------------------------------


def test_a_post_that_came_back_says_why_above_the_form(reporter):
    post = make_draft(reporter.user)
    submit(post, reporter.user)
    send_back(post, None, "缺少第二个信源")
    page = reporter.get(post_url(post)).content.decode()
    assert "缺少第二个信源" in page
    assert page.index("缺少第二个信源") < page.index('id="id_title"')
    fill(reporter, post, "_submit")
    assert "缺少第二个信源" not in reporter.get(post_url(post)).content.decode()


@pytest.mark.parametrize("move", [workflow.trash, workflow.submit])
def test_what_may_only_be_read_shows_the_text_and_no_field(reporter, move):
    categories = [CategoryFactory(name="科技")]
    post = PostFactory(
        status="draft", owner=reporter.user, body="<h2>小标题</h2><p>正文<strong>粗</strong></p>", categories=categories
    )
    move(post, reporter.user)
    page = reporter.get(post_url(post)).content.decode()
    for piece in ("<h2>小标题</h2>", "<strong>粗</strong>", "科技"):
        assert piece in page
    for piece in ('name="title"', 'name="_continue"', 'name="_save"', "category-search"):
        assert piece not in page


# --- Cost ----------------------------------------------------------------------


def count_queries(client, post):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(post_url(post)).status_code == 200
    return len(queries)


def test_the_form_costs_the_same_with_five_hundred_categories_and_many_names(editor):
    post = PostFactory(
        categories=[CategoryFactory()], authors=[AuthorFactory()], tags=["一"], header_image=ImageFactory()
    )
    count_queries(editor, post)
    few = count_queries(editor, post)
    top = CategoryFactory.create_batch(20)
    for parent in top:
        CategoryFactory.create_batch(24, parent=parent)
    TagFactory.create_batch(50)
    full = PostFactory(
        categories=top[:5], authors=AuthorFactory.create_batch(10), tags=["二", "三"], header_image=ImageFactory()
    )
    assert count_queries(editor, full) == few
    assert few <= 25


def test_the_tree_stands_in_the_order_the_newsroom_gave_it(editor):
    second = CategoryFactory(name="乙", slug="a", position=2)
    CategoryFactory(name="甲", slug="b", position=1)
    CategoryFactory(name="乙下", slug="c", parent=second)
    page = editor.get(reverse("admin:news_post_add")).content.decode()
    places = [page.index(f'data-label="{label}"') for label in ("甲", "乙", "乙 › 乙下")]
    assert places == sorted(places)


def test_without_scripts_a_category_is_added_and_taken_away(editor):
    first, second = CategoryFactory.create_batch(2)
    post = PostFactory(categories=[first])
    values = read_form(editor.get(post_url(post)))
    assert values["category_list"] == [str(first.pk)]
    editor.post(post_url(post), {**values, "category_list": [first.pk, second.pk], "_continue": "1"})
    assert post.ordered_categories() == [first, second]
    editor.post(post_url(post), {**read_form(editor.get(post_url(post))), "category_list": [], "_continue": "1"})
    assert Post.objects.get().ordered_categories() == []
