"""No word that somebody has written runs in the admin: every page of the table, before and after something was sent."""

import re

import pytest
from django.http import HttpResponse, JsonResponse

from tests.people import walked_by
from tests.promises.hostile import WORDS, find_faults, make_hostile
from tests.promises.newsroom import make_newsroom
from tests.promises.test_admin_matrix import PREFIX, TABLE, Case, Desk, address_of, undone

# What the table does not ask: addresses with a question in them.
QUESTIONS = [
    *(f"news/post/?state={state}" for state in ("draft", "in_review", "published", "scheduled", "trashed")),
    *(f"news/{model}/merge/?ids={{{model}}}" for model in ("category", "tag", "author", "source")),
    *(f"news/{model}/?q=onerror" for model in ("post", "category", "tag", "author", "source", "image", "user")),
    *('news/post/?q="><img src=x onerror=alert(1)>', 'news/post/calendar/?month="><img src=x onerror=alert(1)>'),
    *("find/?q=", "find/?q=onerror", "find/?q=alert", "news/image/?view=grid", "news/image/?view=list"),
    *("news/activity/?q=onerror", 'news/activity/?since="><img src=x onerror=alert(1)>&action=<script>'),
    *('news/post/{post}/as-of/?at="><img src=x onerror=alert(1)>', "news/post/{post}/as-of/?at=2035-01-01"),
    *("news/post/{post}/compare/?old=1&new=2", "news/post/{post}/compare/?change={change}"),
    *("news/post/{post}/change/?draft=1", "news/post/{draft}/change/?draft=1", "front-page/?q=alert"),
    *("news/post/suggest/tags/?q=alert", "news/post/suggest/authors/?q=alert", "news/post/suggest/tags/?q=<script>"),
    *('login/?next="><img src=x onerror=alert(1)>', "news/importitem/?q=onerror", "news/image/library/?q=onerror"),
    *("news/image/library/?id={image}", 'news/post/add/?title="><img src=x onerror=alert(1)>'),
    "autocomplete/?app_label=news&model_name=posttag&field_name=tag&term=alert",
    'nothing-here/"><img src=x onerror=alert(1)>/',
]  # fmt: skip
TEXT_OF_FORMS = dict.fromkeys(
    ("title", "subtitle", "summary", "name", "slug", "alt", "note", "tags", "tag_list", "caption", "q", "back"), WORDS
)


@pytest.fixture
def hostile_room(db, settings, tmp_path):
    settings.DATA_DIR = settings.MEDIA_ROOT = settings.NEWS_REPORTS_DIR = tmp_path
    room = make_newsroom()
    make_hostile(room)
    return room


def posts_of(room, role):
    return [room.own[role]["published"], room.own[role]["draft"], room.others["in_review"], room.others["trashed"]]


class Look:
    """Reads answers; what a request wrote is taken back."""

    def __init__(self, room, role):
        self.desk, self.faults, self.shown_count = Desk(room, role), [], 0

    def at(self, method, url, data=None):
        client = self.desk.client
        client.cookies = self.desk.cookies.copy()
        with undone():
            response = getattr(client, method)(url, data or {})
            assert response.status_code < 500, url
            if response.status_code in (301, 302):
                return
            self.shown_count += "onerror" in response.getvalue().decode()
            self.faults += [f"{method} {url}: {fault}" for fault in find_faults(response)]


@pytest.mark.parametrize(("method", "least_count"), [("get", 100), pytest.param("post", 100, marks=pytest.mark.soak)])
@pytest.mark.parametrize("role", walked_by(["chief", "admin"], "chief"))
def test_no_word_becomes_more_than_text(hostile_room, role, method, least_count):
    look, posts = Look(hostile_room, role), posts_of(hostile_room, role)
    for route, row in TABLE:
        is_about_posts = route.startswith(("news/post/<", "news/revision/<"))
        for post in posts if is_about_posts else posts[:1]:
            post.refresh_from_db()
            case = Case(hostile_room, role, post)
            data = {**TEXT_OF_FORMS, **row.data(case)} if method == "post" else None
            look.at(method, address_of(route, row, case), data)
    assert not look.faults, "\n".join(look.faults)
    assert look.shown_count >= least_count


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{WORDS}</p>",
        f"<p title='{WORDS}'>x</p>",
        f"<script>const name = '{WORDS}'</script>",
        "<p>'-alert(3)-'49</p>",
        "<a href='javascript:alert(1)'>x</a>",
    ],
)
def test_the_reader_of_answers_sees_what_it_is_there_for(page):
    assert find_faults(HttpResponse(page, headers={"X-Content-Type-Options": "nosniff"}))
    assert find_faults(JsonResponse({"html": page}, headers={"X-Content-Type-Options": "nosniff"}))
    assert find_faults(JsonResponse({"text": "x"})) == ["may be sniffed"]


def test_no_word_of_an_address_becomes_more_than_text(hostile_room):
    look = Look(hostile_room, "chief")
    post = hostile_room.own["chief"]["published"]
    numbers = {name: thing.pk for name, thing in hostile_room.things.items()}
    numbers |= {"post": post.pk, "draft": hostile_room.own["chief"]["draft"].pk}
    numbers["change"] = post.scheduled_changes.get().pk
    for question in QUESTIONS:
        url = re.sub(r"{(\w+)}", lambda match: str(numbers[match[1]]), question)
        look.at("get", f"/{PREFIX}{url}")
    assert not look.faults, "\n".join(look.faults)
