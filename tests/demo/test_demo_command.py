"""`demo` loads its content once, through the importer, and never takes back what somebody changed."""

import io
from datetime import date

import pytest
from django.core.management import call_command

from news.demo.site import make_site
from news.demo.views import invent_views
from news.management.commands import demo
from news.models import (
    Author,
    Category,
    Correction,
    Image,
    ImportItem,
    Post,
    PostCheck,
    RawSource,
    Revision,
    SiteProfile,
    Source,
    Tag,
    ViewCount,
)
from news.publishing.posts.saving import save_post

pytestmark = pytest.mark.django_db
TABLES = (Author, Category, Image, ImportItem, Post, RawSource, Revision, Source, Tag, ViewCount)


@pytest.fixture
def site(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.NEWS_REPORTS_DIR = tmp_path / "reports"
    return settings


def load():
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_all_posts_arrive_with_pictures_and_a_second_run_changes_nothing(site):
    load()
    assert Post.objects.count() == 30
    assert Post.objects.filter(language="en").count() == 8
    assert Post.objects.exclude(translation_of=None).count() == 3
    assert Post.objects.scheduled().count() >= 1
    assert set(Image.objects.values_list("state", flat=True)) == {"ready"}
    assert not ImportItem.objects.filter(notes__icontains="image-missing-file").exists()
    assert Source.objects.get(name="北岸科技网").policy == "excerpt"
    assert Correction.objects.get().corrected_at == Correction.objects.get().post.updated_at
    assert ViewCount.objects.values("day").distinct().count() == 14
    assert not ViewCount.objects.exclude(post__in=Post.objects.published()).exists()
    assert not Post.objects.filter(header_image__alt="").exists()
    assert PostCheck.objects.filter(error_count=0).count() > 25
    post = Post.objects.order_by("pk").first()
    post.title = "编辑改的"
    save_post(post)
    before = [model.objects.count() for model in TABLES]
    load()
    assert [model.objects.count() for model in TABLES] == before
    assert Post.objects.get(pk=post.pk).title == "编辑改的"


def test_the_day_of_the_first_run_stays_so_that_the_files_stay(tmp_path, monkeypatch):
    written = []
    folder = tmp_path / "demo-posts"
    folder.mkdir()
    monkeypatch.setattr(demo, "write_demo_posts", lambda folder, today: written.append(today))
    demo.write_once(folder, date(2026, 1, 1))
    demo.write_once(folder, date(2026, 2, 2))
    assert (written, (folder / ".day").read_text()) == ([date(2026, 1, 1)], "2026-01-01")


def test_a_profile_that_somebody_saved_is_theirs(site):
    SiteProfile(name="我们的报纸").save()
    make_site()
    make_site()
    assert SiteProfile.load().name == "我们的报纸"
    assert Category.objects.get(name="潮汐").path == "city/harbour/tides"


def test_the_invented_readings_are_the_same_every_time_and_begin_with_the_post():
    today = date(2026, 11, 24)
    posts = [Post(pk=1, slug="old", path_on=date(2020, 1, 1)), Post(pk=2, slug="new", path_on=date(2026, 11, 22))]
    views = invent_views([*posts, Post(pk=3, slug="draft")], today)
    assert views == invent_views(posts, today)
    assert {day for pk, day in views if pk == 2} == {date(2026, 11, day) for day in (22, 23, 24)}
    assert len([key for key in views if key[0] == 1]) == 14
    assert min(views.values()) > 0
