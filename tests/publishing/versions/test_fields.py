"""One table knows a post's fields: none is forgotten, and whoever needs a list of them reads it there."""

import datetime as dt

import pytest
from django.contrib import admin
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from news.admin.editing.messages import DRAFT_INPUTS, editing_facts
from news.models import Post
from news.publishing.versions.fields import (
    ABOUT_FORM,
    ABOUT_PICTURE,
    COLUMNS,
    COMPUTED,
    FIELDS,
    FORM_FIELDS,
    POST_FIELDS,
    TYPED_FIELDS,
    is_same,
)
from news.publishing.versions.snapshots import take_snapshot
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db

KINDS = {
    models.DateTimeField: {"moment"},
    models.DateField: {"day"},
    models.BooleanField: {"flag"},
    models.ForeignKey: {"reference", "image"},
    models.TextField: {"lines", "html"},
    models.CharField: {"line", "choice"},
}


@pytest.fixture
def form_fields(rf):
    request = rf.get("/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    return set(admin.site.get_model_admin(Post).get_form(request)().fields)


def test_every_column_of_a_post_is_in_the_table_or_computed():
    known = {field.attribute for field in COLUMNS} | COMPUTED
    assert {field.name for field in Post._meta.concrete_fields} == known


def test_every_field_of_the_form_is_in_the_table_or_about_the_form_or_its_picture(form_fields):
    assert form_fields == FORM_FIELDS.keys() | ABOUT_FORM | ABOUT_PICTURE


def test_a_snapshot_names_the_fields_of_the_table_and_no_others():
    assert take_snapshot(PostFactory()).keys() == FIELDS.keys()


@pytest.mark.parametrize("field", COLUMNS, ids=lambda field: field.name)
def test_the_kind_of_a_field_is_that_of_its_column(field):
    column = Post._meta.get_field(field.attribute)
    kinds = next(kinds for kind, kinds in KINDS.items() if isinstance(column, kind))
    assert field.kind in kinds
    assert (field.kind == "choice") == bool(column.flatchoices)
    assert field.refers_to is (column.related_model if field.kind in ("reference", "image") else None)


@pytest.mark.parametrize("field", POST_FIELDS, ids=lambda field: field.name)
def test_every_field_has_a_name_for_people(field):
    assert field.label not in ("", field.name)


def test_what_a_person_types_is_text_of_the_form():
    for field in TYPED_FIELDS.values():
        assert (field.role, field.kind in ("line", "lines", "html", "list")) == ("text", True)
    words = {field.form for field in POST_FIELDS if field.form and field.kind in ("line", "lines", "html")}
    assert words - TYPED_FIELDS.keys() == {"slug"}  # made from the title, mostly


def test_the_browser_is_told_which_fields_hold_words(rf):
    request = rf.get("/")
    request.user, request.session = UserFactory(), {}
    facts = editing_facts(request, None)
    assert facts["typed"] == list(TYPED_FIELDS)
    assert set(facts["about_form"]) == {*ABOUT_FORM, *DRAFT_INPUTS}


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("title", "", None),
        ("categories", [], None),
        ("tags", ["AI", "海港"], ["海港", "ａｉ"]),
        ("published_at", "2026-11-26T12:00:00.123456+00:00", "2026-11-26T20:00:00+08:00"),
        ("published_at", None, ""),
    ],
)
def test_the_same_said_in_two_ways(name, one, other):
    assert is_same(name, one, other)
    assert is_same(name, other, one)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("has_comments", False, None),
        ("title", "A", "a"),
        ("categories", [1, 2], [2, 1]),
        ("tags", ["海港"], ["海港", "渡轮"]),
        ("published_at", "2026-11-26T12:00:00+00:00", "2026-11-26T12:00:01+00:00"),
    ],
)
def test_what_is_not_the_same(name, one, other):
    assert not is_same(name, one, other)


@given(st.datetimes(timezones=st.just(dt.UTC)), st.integers(0, 999_999))
def test_a_part_of_a_second_is_no_difference(moment, microsecond):
    other = moment.replace(microsecond=microsecond)
    assert is_same("embargo_until", moment.isoformat(), other.isoformat())
