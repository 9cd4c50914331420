"""The front page desk: places filled, moved, emptied; one arrangement saved as a whole or not at all."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Activity, Slot
from tests.admin.forms import read_form
from tests.factories import PostFactory
from tests.people import ALL_ROLES

pytestmark = pytest.mark.django_db
URL = "/admin/front-page/"


@pytest.fixture
def publisher(desk):
    return desk("publisher")


def form_of(client, **query):
    return read_form(client.get(URL, query), "front-form")


def put(values, **posts):
    """`lead=post`, `second_1=post` …"""
    at = {"lead": 0, "first": 1, "second": 2, "third": 3, "fourth": 4}
    return values | {f"place-{at[name]}-post": post.pk if post else "" for name, post in posts.items()}


def stored(language="zh-hans"):
    return [(slot.place, slot.position, slot.post_id) for slot in Slot.objects.filter(language=language)]


def test_what_is_arranged_is_what_readers_see(publisher, client):
    old, lead, second = (PostFactory(title=title) for title in ("旧头条", "新头条", "旁边第二"))
    Slot.objects.create(place="lead", post=old)
    publisher.post(URL, {**put(form_of(publisher), lead=lead, second=second), "save": "1"})
    assert stored() == [("lead", 0, lead.pk), ("secondary", 1, second.pk)]
    page = client.get("/").content.decode()
    assert page.index("新头条") < page.index("旁边第二")
    assert Activity.objects.get().action == "front_page_arranged"


def test_a_place_lasts_until_its_end(publisher):
    post, end = (
        PostFactory(),
        timezone.localtime(timezone.now() + dt.timedelta(days=2)).replace(second=0, microsecond=0),
    )
    values = put(form_of(publisher), lead=post) | {"place-0-expires_at": f"{end:%Y-%m-%dT%H:%M}"}
    publisher.post(URL, {**values, "save": "1"})
    assert Slot.objects.get().expires_at == end


def test_an_end_before_the_beginning_is_refused_at_its_place_and_nothing_is_saved(publisher):
    values = put(form_of(publisher), lead=PostFactory()) | {"place-0-expires_at": "2020-01-01T00:00"}
    response = publisher.post(URL, {**values, "save": "1"})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert not Slot.objects.exists()


def test_no_post_stands_in_two_places(publisher):
    post = PostFactory()
    publisher.post(URL, {**put(form_of(publisher), lead=post, second=post), "save": "1"})
    assert not Slot.objects.exists()


def test_of_two_editors_the_second_is_told_and_overwrites_nothing(publisher):
    mine, theirs = PostFactory(title="我的"), PostFactory()
    values = form_of(publisher)
    Slot.objects.create(place="lead", post=theirs)
    page = publisher.post(URL, {**put(values, lead=mine), "save": "1"}).content.decode()
    assert stored() == [("lead", 0, theirs.pk)]
    assert "我的" in page


def test_what_was_not_touched_keeps_its_beginning_and_saving_twice_changes_nothing(publisher):
    began = timezone.now() - dt.timedelta(days=3)
    slot = Slot.objects.create(place="lead", post=PostFactory(), starts_at=began)
    for _time in range(2):
        publisher.post(URL, {**form_of(publisher), "save": "1"})
    assert abs(Slot.objects.get().starts_at - began) < dt.timedelta(minutes=1)
    assert stored() == [("lead", 0, slot.post_id)]


def test_another_language_and_a_stand_in_lead_stay(publisher):
    english = Slot.objects.create(language="en", place="lead", post=PostFactory(language="en"))
    stand_in = Slot.objects.create(place="lead", position=1, post=PostFactory())
    publisher.post(URL, {**put(form_of(publisher), lead=PostFactory()), "save": "1"})
    assert set(Slot.objects.values_list("pk", flat=True)) >= {english.pk, stand_in.pk}


class TestWithoutScripts:
    def test_the_buttons_move_posts_and_save_nothing(self, publisher):
        lead, second = PostFactory(title="甲头条"), PostFactory(title="乙旁边")
        values = put(form_of(publisher), lead=lead, first=second)
        down = read_form(publisher.post(URL, {**values, "down": "0"}), "front-form")
        assert (down["place-0-post"], down["place-1-post"]) == ([str(second.pk)], [str(lead.pk)])
        off = read_form(publisher.post(URL, {**values, "remove": "0"}), "front-form")
        assert "place-0-post" not in off
        found = read_form(publisher.post(URL, {**values, "put": lead.pk, f"into-{lead.pk}": "3"}), "front-form")
        assert found["place-3-post"] == [str(lead.pk)]
        assert not Slot.objects.exists()

    @pytest.mark.parametrize(
        "sent", [{"up": "x"}, {"down": "99"}, {"put": "999999"}, {"place-0-post": "x"}, {"q": "\0"}]
    )
    def test_nonsense_is_no_error(self, publisher, sent):
        assert publisher.post(URL, {**form_of(publisher), **sent}).status_code == 200


def test_the_preview_is_the_home_page_with_these_places_and_saves_nothing(publisher):
    post = PostFactory(title="预览头条", published_at=timezone.now() - dt.timedelta(days=9))
    for _at in range(6):
        PostFactory()
    response = publisher.post(URL + "preview/", put(form_of(publisher), lead=post))
    page = response.content.decode()
    assert "预览头条" in page[page.index("<main") : page.index("</article>")]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert not Slot.objects.exists()


def test_a_post_that_readers_do_not_see_yet_is_not_in_the_preview(publisher):
    later = PostFactory(title="明天才发", published_at=timezone.now() + dt.timedelta(days=1))
    page = publisher.post(URL + "preview/", put(form_of(publisher), lead=later)).content.decode()
    assert "明天才发" not in page


@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_arranges_the_front_page(desk, role):
    client, may = desk(role), role in {"publisher", "chief", "admin"}
    assert client.get(URL).status_code == (200 if may else 403)
    assert client.post(URL, {"save": "1"}).status_code in ((200, 302) if may else (403,))
    assert client.post(reverse("admin:front_page_preview")).status_code == (200 if may else 403)


def test_posts_are_found_by_words_and_those_that_stand_there_are_not_offered(publisher):
    PostFactory(title="海尔平台入选")
    taken = Slot.objects.create(place="lead", post=PostFactory(title="海尔已在头条"))
    page = publisher.get(URL, {"q": "海尔"}).content.decode()
    found = page[page.index('id="found-heading"') :]
    assert "海尔平台入选" in found
    assert str(taken.post.title) not in found


def test_its_queries_do_not_grow_with_the_posts(publisher, django_assert_max_num_queries):
    for _at in range(30):
        PostFactory()
    with django_assert_max_num_queries(25):
        publisher.get(URL)
