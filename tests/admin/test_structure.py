"""Categories, tags, authors, sources, old addresses: saved through `publishing`, faults said in the form."""

import pytest
from django.urls import reverse

from news.models import Address, Category, Source, Tag
from tests.admin.forms import read_form
from tests.factories import CategoryFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db


def save(client, model, thing=None, **values):
    page, args = ("change", [thing.pk]) if thing else ("add", [])
    url = reverse(f"admin:news_{model}_{page}", args=args)
    form = read_form(client.get(url), f"{model}_form")
    return client.post(url, {**form, **values, "_save": "1"})


def errors_of(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def test_an_empty_slug_is_made_from_the_name(editor):
    parent = CategoryFactory(slug="media")
    assert save(editor, "category", name="高科技", parent=parent.pk).status_code == 302
    assert Category.objects.get(name="高科技").path == "media/gao-ke-ji"


def test_a_moved_category_takes_its_subtree_along(editor):
    top, other = CategoryFactory(slug="top"), CategoryFactory(slug="other")
    leaf = CategoryFactory(slug="leaf", parent=top)
    old = leaf.get_absolute_url()
    save(editor, "category", top, parent=other.pk)
    leaf.refresh_from_db()
    assert leaf.path == "other/top/leaf"
    assert Address.objects.get(path=old).category == leaf


def test_a_loop_or_a_taken_slug_is_said_in_the_form(editor):
    top = CategoryFactory(slug="top")
    leaf = CategoryFactory(slug="leaf", parent=top)
    assert "parent" in errors_of(save(editor, "category", top, parent=leaf.pk))
    assert errors_of(save(editor, "category", name="x", slug="leaf", parent=top.pk))
    assert errors_of(save(editor, "category", name="x", slug="top"))


def test_another_spelling_of_a_tag_is_refused_in_the_form(editor):
    save(editor, "tag", name="AI")
    assert "name" in errors_of(save(editor, "tag", name="ＡＩ"))
    assert Tag.objects.count() == 1
    assert save(editor, "tag", Tag.objects.get(), name="ai").status_code == 302


def test_another_spelling_of_a_source_is_refused_in_the_form(editor):
    SourceFactory(name="Harbour News")
    assert "name" in errors_of(save(editor, "source", name="harbour  news"))


def test_hosts_are_one_a_line_and_checked(editor):
    assert "hosts" in errors_of(save(editor, "source", name="甲", hosts="https://news.example/"))
    save(editor, "source", name="甲", hosts="News.example\n\nimg.news.example\nnews.example")
    assert Source.objects.get().hosts == ["news.example", "img.news.example"]
    page = editor.get(reverse("admin:news_source_change", args=[Source.objects.get().pk])).content.decode()
    assert "news.example\nimg.news.example" in page


def test_an_address_that_is_no_web_address_is_said_in_the_form(editor):
    assert "homepage" in errors_of(save(editor, "source", name="甲", homepage="javascript:alert(1)"))


def test_a_used_category_cannot_be_deleted_and_a_deleted_tag_leaves_a_mark(editor):
    category, tag = CategoryFactory(), TagFactory()
    PostFactory(categories=[category], tags=[tag.name])
    editor.post(reverse("admin:news_category_delete", args=[category.pk]), {"post": "yes"})
    assert Category.objects.filter(pk=category.pk).exists()
    old = tag.get_absolute_url()
    editor.post(reverse("admin:news_tag_delete", args=[tag.pk]), {"post": "yes"})
    assert Address.objects.get(path=old).target is None


def test_an_old_address_leads_to_one_thing_only(desk):
    chief = desk("chief")
    category, tag = CategoryFactory(), TagFactory()
    assert errors_of(save(chief, "address", path="/old/", category=category.pk, tag=tag.pk))
    assert "path" in errors_of(save(chief, "address", path="old"))
    assert save(chief, "address", path="/old/", tag=tag.pk).status_code == 302


def test_categories_are_found_with_their_path(reporter):
    CategoryFactory(name="芯片", slug="chips", parent=CategoryFactory(name="高科技"))
    answer = reporter.get(
        reverse("admin:autocomplete"),
        {"term": "芯片", "app_label": "news", "model_name": "post", "field_name": "categories"},
    )
    assert [row["text"] for row in answer.json()["results"]] == ["高科技 › 芯片"]
