"""Merging, deleting and ordering in the admin: told before, done at once, refused with a way out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import Activity, Author, Category, MergedName, Source, Tag
from news.publishing.names.merging import merge
from tests.admin.forms import act, fill, read_form
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db
FACTORIES = {"tag": TagFactory, "author": AuthorFactory, "source": SourceFactory, "category": CategoryFactory}


def list_url(model):
    return reverse(f"admin:news_{model}_changelist")


def merge_url(model):
    return reverse(f"admin:news_{model}_merge")


def delete_url(thing):
    return reverse(f"admin:news_{thing._meta.model_name}_delete", args=[thing.pk])


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("model", FACTORIES)
def test_several_of_the_list_become_one(editor, model):
    rows = FACTORIES[model].create_batch(3)
    answer = editor.post(
        list_url(model), {"action": "merge_selected", "_selected_action": [row.pk for row in rows]}, follow=True
    )
    assert all(str(row) in answer.content.decode() for row in rows)
    query = {"ids": [row.pk for row in rows], "into": rows[1].pk}
    page = editor.get(merge_url(model), query)
    assert (page.context["kept"], len(page.context["others"])) == (rows[1], 2)
    assert type(rows[0]).objects.count() == 3
    editor.post(merge_url(model), query)
    assert list(type(rows[0]).objects.all()) == [rows[1]]
    assert Activity.objects.get(action="merged").user == editor.user


@pytest.mark.parametrize("model", FACTORIES)
def test_one_goes_into_any_other(editor, model):
    kept, other = FACTORIES[model].create_batch(2)
    page = editor.get(reverse(f"admin:news_{model}_change", args=[other.pk])).content.decode()
    assert f"{merge_url(model)}?ids={other.pk}" in page
    assert editor.get(merge_url(model), {"ids": other.pk}).status_code == 200
    editor.post(merge_url(model), {"ids": other.pk, "into": kept.pk})
    assert list(type(kept).objects.all()) == [kept]


def test_the_preview_counts_and_warns_of_rights_that_open_up(desk):
    client = desk("editor", interface_language="en")
    kept, other = SourceFactory(policy="full"), SourceFactory(policy="link")
    PostFactory.create_batch(3, source=other)
    page = client.get(merge_url("source"), {"ids": other.pk, "into": kept.pk}).content.decode()
    assert "3 posts move over." in page
    assert "Careful" in page
    page = client.get(merge_url("source"), {"ids": kept.pk, "into": other.pk}).content.decode()
    assert "Careful" not in page


def test_a_choice_outside_the_list_or_nothing_at_all_merges_nothing(editor):
    rows = TagFactory.create_batch(3)
    page = editor.post(merge_url("tag"), {"ids": [rows[0].pk, rows[1].pk], "into": rows[2].pk})
    assert page.context["form"].errors
    assert editor.post(merge_url("tag"), {"ids": ["9" * 30, "x"], "into": "x"}).status_code == 302
    assert Tag.objects.count() == 3


def test_reporters_merge_nothing(reporter):
    rows = TagFactory.create_batch(2)
    query = {"ids": [row.pk for row in rows], "into": rows[0].pk}
    assert reporter.get(merge_url("tag"), query).status_code == 403
    assert reporter.post(merge_url("tag"), query).status_code == 403
    assert reporter.post(reverse("admin:news_category_order"), {"ids": "1"}).status_code == 403
    assert merge_url("tag") not in reporter.get(reverse("admin:news_tag_change", args=[rows[0].pk])).content.decode()


# --- Merged names -----------------------------------------------------------------------------------------------------


def change_url(thing):
    return reverse(f"admin:news_{thing._meta.model_name}_change", args=[thing.pk])


@pytest.mark.parametrize("model", FACTORIES)
def test_a_form_tells_the_names_that_lead_here_and_takes_no_markup_from_them(desk, model):
    client = desk("editor", interface_language="en")
    kept, plain, hostile = (FACTORIES[model](name=name) for name in ("Kept", "Anchor", "<b>Bold</b>"))
    assert "Merged names" not in client.get(change_url(kept)).content.decode()
    merge(kept, [plain, hostile], None)
    page = client.get(change_url(kept)).content.decode()
    assert "Merged names" in page
    assert "&lt;b&gt;Bold&lt;/b&gt;, Anchor" in page
    assert "<b>Bold" not in page


def test_of_a_category_the_form_tells_where_a_name_stood(desk):
    client = desk("editor", interface_language="zh-hans")
    kept, parent = CategoryFactory(name="技术"), CategoryFactory(name="新闻")
    merge(kept, [CategoryFactory(name="科技", parent=parent), CategoryFactory(name="数码")], None)
    page = client.get(change_url(kept)).content.decode()
    assert "并入的名称" in page
    assert "数码、新闻 › 科技" in page


@pytest.mark.parametrize("model", FACTORIES)
def test_many_merged_names_cost_the_form_no_more_than_one(editor, model):
    kept, counts = FACTORIES[model](), []
    more = {"parent": CategoryFactory()} if model == "category" else {}
    for count in (1, 5):
        merge(kept, FACTORIES[model].create_batch(count, **more), None)
        with CaptureQueriesContext(connection) as queries:
            editor.get(change_url(kept))
        counts.append(len([query for query in queries if "news_mergedname" in query["sql"]]))
    assert counts == [1, 1]


@pytest.mark.parametrize("model", FACTORIES)
@pytest.mark.parametrize("page", ["add", "change"])
def test_a_name_given_by_hand_leads_to_the_survivor_no_more(editor, model, page):
    kept, other, third = FACTORIES[model].create_batch(3)
    merge(kept, [other], None)
    url = change_url(third) if page == "change" else reverse(f"admin:news_{model}_add")
    form = read_form(editor.get(url), f"{model}_form")
    assert editor.post(url, {**form, "name": other.name, "_save": "1"}).status_code == 302
    assert type(kept).objects.filter(name=other.name).count() == 1
    assert not MergedName.objects.exists()


def test_saving_the_survivor_keeps_the_names_that_lead_to_it(editor):
    kept, other = TagFactory.create_batch(2)
    merge(kept, [other], None)
    form = read_form(editor.get(change_url(kept)), "tag_form")
    editor.post(change_url(kept), {**form, "description": "说明", "_save": "1"})
    assert MergedName.objects.get().tag == kept


@pytest.fixture
def ai():
    """人工智能, into which AI was merged."""
    kept = TagFactory(name="人工智能")
    merge(kept, [TagFactory(name="AI")], None)
    return kept


def test_a_merged_name_typed_into_the_form_of_a_post_is_the_survivor(editor, ai):
    post = PostFactory()
    assert fill(editor, post, tag_list="AI，海港，人工智能").status_code == 302
    assert {tag.name for tag in post.tags.all()} == {"人工智能", "海港"}
    assert not Tag.objects.filter(name="AI").exists()


def test_acts_on_many_posts_and_quick_edit_mean_the_survivor_too(editor, ai):
    bare, full = PostFactory(), PostFactory(tags=["人工智能"])
    act(editor, "add_tags_selected", [bare, full], answers={"tags": "AI"})
    assert [list(post.tags.all()) for post in (bare, full)] == [[ai], [ai]]
    full.refresh_from_db()
    assert full.version == 1  # it had the tag
    act(editor, "remove_tags_selected", [bare, full], answers={"tags": "ai"})
    assert [list(post.tags.all()) for post in (bare, full)] == [[], []]
    full.refresh_from_db()
    form = read_form(editor.get(reverse("admin:news_post_changelist")), f"quick-{full.pk}")
    editor.post(reverse("admin:news_post_quick", args=[full.pk]), {**form, "tags": "AI"})
    assert list(full.tags.all()) == [ai]


@pytest.mark.parametrize("typed", ["Reuters", "ｒｅｕｔｅｒｓ"])
def test_a_merged_author_typed_into_the_byline_is_the_survivor(editor, typed):
    kept, post = AuthorFactory(name="路透社"), PostFactory()
    merge(kept, [AuthorFactory(name="Reuters")], None)
    assert editor.post(reverse("admin:news_post_add_author"), {"name": typed}).json()["id"] == kept.pk
    fill(editor, post, author_list_new=typed)
    assert (post.ordered_authors(), Author.objects.count()) == ([kept], 1)


# --- Lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", FACTORIES)
def test_lists_count_posts_and_find_what_has_none(editor, model):
    used, unused = FACTORIES[model].create_batch(2)
    names = [used.name] if model == "tag" else [used]
    links = {"source": {"source": used}, "category": {"categories": names}}.get(model, {f"{model}s": names})
    PostFactory.create_batch(2, **links)
    counts = {row.pk: row.linked_count for row in editor.get(list_url(model)).context["cl"].result_list}
    assert counts == {used.pk: 2, unused.pk: 0}
    assert list(editor.get(list_url(model), {"used": "no"}).context["cl"].result_list) == [unused]
    assert list(editor.get(list_url(model), {"used": "yes"}).context["cl"].result_list) == [used]


@pytest.mark.parametrize("model", FACTORIES)
def test_lists_cost_the_same_for_few_and_many(editor, model):
    counts = []
    for _ in range(2):
        FACTORIES[model].create_batch(5)
        with CaptureQueriesContext(connection) as queries:
            editor.get(list_url(model))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_names_are_found_by_their_initials(editor):
    found = TagFactory(name="高科技", slug="gao-ke-ji")
    TagFactory(name="港口", slug="gang-kou")
    assert list(editor.get(list_url("tag"), {"q": "gkj"}).context["cl"].result_list) == [found]
    assert editor.get(list_url("tag"), {"q": "g)(*"}).status_code == 200


# --- Deleting ---------------------------------------------------------------------------------------------------------


def test_a_tag_in_use_is_deleted_once_one_has_read_how_many_posts_lose_it(desk):
    client, tag = desk("editor", interface_language="en"), TagFactory()
    PostFactory.create_batch(2, tags=[tag.name])
    assert "2 posts lose it" in client.get(delete_url(tag)).content.decode()
    client.post(delete_url(tag), {"post": "yes"})
    assert not Tag.objects.exists()


@pytest.mark.parametrize("model", ["author", "source"])
def test_an_author_or_a_source_in_use_is_offered_for_merging_instead(editor, model):
    thing = FACTORIES[model]()
    PostFactory(**{"author": {"authors": [thing]}, "source": {"source": thing}}[model])
    page = editor.post(delete_url(thing), {"post": "yes"})
    assert f"{merge_url(model)}?ids={thing.pk}" in page.content.decode()
    many = editor.post(
        list_url(model), {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"}, follow=True
    )
    assert many.status_code == 200
    assert Author.objects.count() + Source.objects.count() == 1


def test_a_category_in_use_asks_where_posts_and_children_go(editor):
    gone, target = CategoryFactory.create_batch(2)
    child = CategoryFactory(parent=gone)
    post = PostFactory(categories=[gone])
    page = editor.get(delete_url(gone))
    assert (page.context["post_count"], page.context["bare_count"], list(page.context["children"])) == (1, 1, [child])
    assert child not in page.context["form"].fields["children_to"].queryset
    refused = editor.post(delete_url(gone), {"posts_to": "", "children_to": ""})
    assert refused.context["form"].errors
    editor.post(delete_url(gone), {"posts_to": target.pk, "children_to": ""})
    child.refresh_from_db()
    assert list(post.categories.all()) == [target]
    assert (child.parent, child.depth) == (None, 0)


def test_an_unused_category_is_deleted_simply(editor):
    category = CategoryFactory()
    editor.post(delete_url(category), {"post": "yes"})
    assert not Category.objects.exists()


# --- Order ------------------------------------------------------------------------------------------------------------


def test_categories_are_put_in_order_by_a_button_and_by_a_list(editor):
    rows = CategoryFactory.create_batch(3)
    url = reverse("admin:news_category_order")
    editor.post(url, {"pk": rows[2].pk, "by": "-1"})
    assert list(Category.objects.order_by("position")) == [rows[0], rows[2], rows[1]]
    editor.post(url, {"ids": [row.pk for row in rows]}, headers={"accept": "application/json"})
    assert list(Category.objects.order_by("position")) == rows
    child = CategoryFactory(parent=rows[0])
    answer = editor.post(url, {"ids": [rows[1].pk, child.pk]}, headers={"accept": "application/json"})
    assert answer.status_code == 409
    page = editor.get(url).content.decode()
    assert all(row.name in page for row in [*rows, child])


def test_the_tree_costs_the_same_for_few_and_many(editor):
    counts = []
    for _ in range(2):
        parent = CategoryFactory()
        CategoryFactory.create_batch(4, parent=parent)
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("admin:news_category_order"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
