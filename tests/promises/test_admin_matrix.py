"""Who may do what in the admin: every address that the resolver knows × every role × own posts and others' × GET and
POST, against one table. An address without a row fails.

The table is reasoned from docs/roles.md, not from what the code does. Three rules need no table: whoever only looks or
is refused has written nothing, a post of others that one may not know of is answered like one that is not there, and
its title is in no answer.
"""

import json
import re
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import Permission
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from news.admin.checks import walk_routes
from news.admin.post_list.bulk import SALT
from news.admin.posts.undoing import sign_step
from news.admin.posts.versions import sign_version
from news.models import Post, User
from news.publishing.posts.preview_links import sign_link
from tests.images.pictures import jpeg
from tests.people import sign_in, walked_by
from tests.promises.newsroom import ANONYMOUS, BARE, NOWHERE, PEOPLE, SECRET, Newsroom, make_newsroom

PREFIX = "admin/"
OF_POST = "app_label=news&model_name=post&field_name="
ANYONE = frozenset(PEOPLE)
STAFF = ANYONE - {ANONYMOUS}
REPORTERS = STAFF - {BARE}  # whoever has a role: each holds what the one before it holds
EDITORS = REPORTERS - {"reporter"}
PUBLISHERS = EDITORS - {"editor"}
CHIEFS = PUBLISHERS - {"publisher"}
ADMIN = CHIEFS - {"chief"}
NOBODY = frozenset()
NO_METHOD = None  # 405, or refused before that is looked at

IN_JSON = json.dumps(SECRET).strip('"')
OWN, HANDED_IN, OTHERS = "own", "own, handed in", "another's"


class Case(NamedTuple):
    """Somebody before an address. `post` is what it is about, for the rows that are about posts."""

    room: Newsroom
    role: str
    post: Any

    @property
    def user_id(self) -> int:
        return getattr(self.room.people[self.role], "pk", 0)


class Per(NamedTuple):
    """Who may, by whose post it is. `handed_in`: one's own that waits for review."""

    own: frozenset
    handed_in: frozenset
    others: frozenset


SEE = Per(REPORTERS, REPORTERS, EDITORS)  # view_post: own ones, with edit_others_post all
WRITE = Per(REPORTERS, EDITORS, EDITORS)  # change_post: own drafts, with edit_others_post all; handed in is handed in
DECIDE = Per(EDITORS, EDITORS, EDITORS)  # publish_post, delete_post, restore_post
ERASE = Per(CHIEFS, CHIEFS, CHIEFS)  # purge_post
NO_POST = Per(NOBODY, NOBODY, NOBODY)
Who = frozenset | Per | None
Data = Callable[[Case], dict[str, Any]]


def nothing(_case: Case) -> dict[str, Any]:
    return {}


class Row(NamedTuple):
    """Who may GET and POST an address. `data` is sent with a POST: enough to reach the question of rights. `of` names
    the thing of the newsroom the address is about, `state` that of the posts, `query` what a GET asks.

    `by_effect`: allowed is what is written, as answers are the same. `goes_home`: an allowed answer leads to Today.
    """

    get: Who
    post: Who
    data: Data = nothing
    query: str = ""
    of: str = ""
    state: str = ""
    by_effect: bool = False
    goes_home: bool = False


# --- What a POST sends ------------------------------------------------------------------------------------------------


def version(case: Case) -> dict[str, Any]:
    return {"version": sign_version(case.post)}


def typed(case: Case) -> dict[str, Any]:
    token = version(case) if case.post else {}
    return {**token, "draft_tab": f"tab-{case.role}".replace(" ", "-"), "draft_number": "1", "title": "打字中"}


def sent(**values: Any) -> Data:
    return lambda _case: values


def with_version(**values: Any) -> Data:
    return lambda case: {**version(case), **values}


def of_many(act: str, **answers: Any) -> Data:
    def data(case: Case) -> dict[str, Any]:
        token = [act, case.user_id, [(case.post.pk, case.post.version)]]
        return {"act": act, "token": signing.dumps(token, salt=SALT, compress=True), **answers}

    return data


def planned(case: Case) -> dict[str, Any]:
    return {**version(case), "post": case.post.pk, "date": "2035-01-01", "time": "09:00"}


def a_file(**values: Any) -> Data:
    return lambda _case: {"upload": SimpleUploadedFile("a.jpg", jpeg()), **values}


def a_file_for_the_post(case: Case) -> dict[str, Any]:
    return a_file(post=case.post.pk)(case)


def signing_in(case: Case) -> dict[str, Any]:
    person = case.room.people["reporter"]
    return {"username": person.username, "password": "correct horse battery", "back": "/admin/news/post/add/"}


def two_tags(case: Case) -> dict[str, Any]:
    return {"ids": [case.room.things["tag"].pk], "into": NOWHERE}


YES = sent(post="yes")


# --- The table --------------------------------------------------------------------------------------------------------


def rows_of(model: str, see: Who, add: Who, change: Who, delete: Who) -> list[tuple[str, Row]]:
    """Django's own pages of a model. The short address leads to the form for anybody, who is asked there."""
    at, one = f"news/{model}/", f"news/{model}/<path:object_id>/"
    many = see.own if isinstance(see, Per) else see
    return [
        (at, Row(many, many)),
        (f"{at}add/", Row(add, add)),
        (f"{one}history/", Row(see, see, of=model)),
        (f"{one}delete/", Row(delete, delete, YES, of=model)),
        (f"{one}change/", Row(see, change, version if model == "post" else nothing, of=model)),
        (one, Row(STAFF, STAFF, of=model)),
    ]


def record_of(model: str, see: Who) -> list[tuple[str, Row]]:
    """What only records is never written here."""
    none = NO_POST if isinstance(see, Per) else NOBODY
    return rows_of(model, see, NOBODY, none, none)


TABLE: list[tuple[str, Row]] = [
    # Signing in, and what is everybody's own
    ("login/", Row(ANYONE, ANYONE, signing_in, goes_home=True)),
    ("logout/", Row(NO_METHOD, STAFF)),
    ("language/", Row(NO_METHOD, ANYONE, sent(language="en"), goes_home=True)),
    ("sign-in-again/", Row(ANYONE, ANYONE, signing_in)),
    ("sign-in-again/go-on/", Row(NO_METHOD, ANYONE, signing_in)),
    ("preview/<str:token>/", Row(ANYONE, NO_METHOD)),  # its token is its login
    ("", Row(STAFF, STAFF)),
    ("own/", Row(NO_METHOD, STAFF, sent(theme="dark"))),
    ("preferences/", Row(STAFF, STAFF)),
    ("password_change/", Row(STAFF, STAFF)),
    ("password_change/done/", Row(STAFF, NO_METHOD)),
    ("jsi18n/", Row(STAFF, NO_METHOD)),
    ("find/", Row(STAFF, NO_METHOD, query="q=港口")),  # each kind for those who may see it
    (
        "autocomplete/",
        Row(REPORTERS, NO_METHOD, query=f"{OF_POST}translation_of&term=港口"),
    ),
    ("autocomplete/", Row(REPORTERS, NO_METHOD, query="app_label=news&model_name=posttag&field_name=tag")),
    ("autocomplete/", Row(CHIEFS, NO_METHOD, query=f"{OF_POST}owner")),
    ("autocomplete/", Row(NOBODY, NO_METHOD, query="app_label=auth&model_name=user_groups&field_name=group")),
    ("^(?P<app_label>news)/$", Row(REPORTERS, REPORTERS)),
    ("(?P<url>.*)$", Row(NOBODY, NOBODY)),
    # Posts
    *rows_of("post", SEE, REPORTERS, WRITE, DECIDE),
    ("news/post/<int:pk>/preview/", Row(SEE, SEE, with_version(title="别的"))),
    ("news/post/<int:pk>/links/", Row(WRITE, WRITE, sent(note="给律师", days="7"))),
    # may_undo: whoever may publish any step, a reporter the handing in of an own post
    (
        "news/post/<int:pk>/undo/",
        Row(NO_METHOD, Per(EDITORS, REPORTERS, EDITORS), lambda case: {"undo": sign_step(case.post, "_submit")}),
    ),
    ("news/post/slug/", Row(REPORTERS, NO_METHOD, query=f"title={SECRET}")),
    ("news/post/suggest/tags/", Row(REPORTERS, NO_METHOD, query="q=标签")),
    ("news/post/suggest/authors/", Row(REPORTERS, NO_METHOD, query="q=作者")),
    ("news/post/suggest/authors/add/", Row(NO_METHOD, EDITORS, sent(name="新作者"))),  # add_author
    ("news/post/<int:pk>/translate/", Row(NO_METHOD, SEE, sent(language="en"))),  # a post of one's own: add_post
    ("news/post/begin/", Row(NO_METHOD, REPORTERS, typed)),
    ("news/post/<int:pk>/autosave/", Row(NO_METHOD, WRITE, typed)),
    ("news/post/<int:pk>/draft/", Row(SEE, SEE)),  # one's own unsaved text
    ("news/post/<int:pk>/draft/discard/", Row(SEE, SEE)),
    ("news/post/<int:pk>/presence/", Row(NO_METHOD, WRITE)),
    ("news/post/<int:pk>/lock/", Row(NO_METHOD, WRITE, sent(lock="take"))),
    ("news/post/<int:pk>/lock/", Row(NO_METHOD, DECIDE, sent(lock="break"))),  # edit_others_post
    ("news/post/<int:pk>/compare/", Row(SEE, NO_METHOD)),
    ("news/post/<int:pk>/restore-revision/", Row(NO_METHOD, WRITE, with_version(revision="1"))),
    ("news/post/<int:pk>/as-of/", Row(SEE, NO_METHOD, query="at=2035-01-01")),
    ("news/post/<int:pk>/schedule-change/", Row(NO_METHOD, DECIDE, version)),
    ("news/post/<int:pk>/schedule-change/", Row(NO_METHOD, DECIDE, sent(cancel_change="1"), state="published")),
    ("news/post/checks/", Row(NOBODY, REPORTERS)),  # of a new post nothing is stored
    ("news/post/checks/fix/", Row(NO_METHOD, REPORTERS, sent(_check="none"))),
    ("news/post/<int:pk>/checks/", Row(SEE, SEE, version)),
    ("news/post/<int:pk>/checks/fix/", Row(NO_METHOD, WRITE, with_version(_check="none"))),
    ("news/post/<int:pk>/checks/fix/", Row(NO_METHOD, WRITE, with_version(_check="image-remote"))),
    ("news/post/<int:pk>/draft/", Row(SEE, SEE, state="trashed")),
    ("news/post/<int:pk>/preview/", Row(SEE, SEE, state="trashed")),
    ("news/post/<int:pk>/autosave/", Row(NO_METHOD, NO_POST, typed, state="trashed")),  # in the trash nobody writes
    ("news/post/<int:pk>/lock/", Row(NO_METHOD, NO_POST, sent(lock="take"), state="trashed")),
    ("news/post/<int:pk>/links/", Row(NO_POST, NO_POST, sent(days="7"), state="trashed")),
    ("news/post/<int:pk>/translate/", Row(NO_METHOD, NO_POST, sent(language="en"), state="trashed")),
    ("news/post/<int:pk>/restore-revision/", Row(NO_METHOD, NO_POST, with_version(revision="1"), state="trashed")),
    ("news/post/<path:object_id>/restore/", Row(NO_METHOD, DECIDE, state="trashed")),
    ("news/post/<int:object_id>/quick/", Row(NO_METHOD, WRITE, with_version(tags="新标签"))),
    ("news/post/<int:object_id>/quick/", Row(NO_METHOD, DECIDE, with_version(act="_publish"), state="in_review")),
    ("news/post/calendar/", Row(REPORTERS, DECIDE, planned)),
    # Many posts at once: an act is offered by role, and reaches what the person reaches
    ("news/post/bulk/", Row(NO_METHOD, WRITE, of_many("add_tags_selected", tags="新标签"), by_effect=True)),
    ("news/post/bulk/", Row(NO_METHOD, DECIDE, of_many("publish_selected"), by_effect=True)),
    ("news/post/bulk/", Row(NO_METHOD, DECIDE, of_many("unpublish_selected"), state="published", by_effect=True)),
    ("news/post/bulk/", Row(NO_METHOD, DECIDE, of_many("trash_selected"), by_effect=True)),
    ("news/post/bulk/", Row(NO_METHOD, DECIDE, of_many("restore_selected"), state="trashed", by_effect=True)),
    ("news/post/bulk/", Row(NO_METHOD, ERASE, of_many("purge_selected"), state="trashed", by_effect=True)),
    ("news/post/bulk/", Row(NO_METHOD, EDITORS, sent(act="schedule_selected"))),
    ("news/post/bulk/", Row(NO_METHOD, EDITORS, sent(act="return_selected"))),
    ("news/post/bulk/", Row(NO_METHOD, REPORTERS, sent(act="change_categories_selected"))),
    ("news/post/bulk/", Row(NO_METHOD, REPORTERS, sent(act="remove_tags_selected"))),
    ("news/post/bulk/", Row(NO_METHOD, REPORTERS, sent(act="change_authors_selected"))),
    ("news/post/bulk/", Row(NO_METHOD, REPORTERS, sent(act="fetch_pictures_selected"))),
    ("news/post/bulk/", Row(NO_METHOD, REPORTERS, sent(act="export_selected"))),
    ("news/post/bulk/", Row(NO_METHOD, NOBODY, sent(act="no-such-act"))),
    ("news/post/bulk/", Row(NO_METHOD, STAFF, sent(undo="1"))),  # of one's own session, where there is something
    *record_of("revision", SEE),
    # The library
    *rows_of("image", REPORTERS, NOBODY, EDITORS, EDITORS),
    ("news/image/<path:object_id>/change/", Row(REPORTERS, REPORTERS, of="own picture")),  # add_image: one's own
    ("news/image/<path:object_id>/delete/", Row(EDITORS, EDITORS, of="own picture")),
    ("news/image/<int:pk>/replace/", Row(EDITORS, EDITORS, a_file(), of="image")),
    ("news/image/<int:pk>/replace/", Row(EDITORS, EDITORS, a_file(), of="own picture")),
    ("news/image/<int:pk>/retry/", Row(NO_METHOD, EDITORS, of="image")),
    ("news/image/library/", Row(REPORTERS, NO_METHOD)),
    ("news/image/upload/", Row(NO_METHOD, REPORTERS, a_file())),
    ("news/image/upload/", Row(NO_METHOD, WRITE, a_file_for_the_post)),
    # Names
    *rows_of("category", REPORTERS, EDITORS, EDITORS, EDITORS),
    *rows_of("tag", REPORTERS, EDITORS, EDITORS, EDITORS),
    *rows_of("author", REPORTERS, EDITORS, EDITORS, EDITORS),
    *rows_of("source", REPORTERS, EDITORS, EDITORS, EDITORS),
    *[(f"news/{model}/merge/", Row(EDITORS, EDITORS)) for model in ("category", "author", "source")],
    ("news/tag/merge/", Row(EDITORS, EDITORS, two_tags)),
    ("news/category/order/", Row(EDITORS, EDITORS)),
    *rows_of("address", EDITORS, CHIEFS, CHIEFS, CHIEFS),
    # The site
    *rows_of("page", REPORTERS, EDITORS, EDITORS, EDITORS),
    *rows_of("slot", PUBLISHERS, PUBLISHERS, PUBLISHERS, PUBLISHERS),
    ("front-page/", Row(PUBLISHERS, PUBLISHERS, sent(save="1"))),
    ("front-page/preview/", Row(NO_METHOD, PUBLISHERS)),
    *rows_of("siteprofile", CHIEFS, NOBODY, CHIEFS, NOBODY)[1:],
    ("news/siteprofile/", Row(STAFF, STAFF)),  # leads to the form, which asks
    *record_of("followup", PUBLISHERS),
    # What is recorded
    ("news/activity/", Row(EDITORS, NO_METHOD)),
    ("news/activity/export/", Row(EDITORS, NO_METHOD)),
    *record_of("importbatch", PUBLISHERS),
    *record_of("importitem", PUBLISHERS),
    *record_of("rawsource", PUBLISHERS),
    ("news/importbatch/<path:object_id>/undo/", Row(PUBLISHERS, PUBLISHERS, of="importbatch")),
    # Logins: never deleted, and a superuser's is a superuser's to change
    *rows_of("user", CHIEFS, CHIEFS, CHIEFS, NOBODY),
    ("news/user/<id>/password/", Row(CHIEFS, CHIEFS, of="user")),
    ("news/user/<path:object_id>/change/", Row(CHIEFS, ADMIN, of="superuser")),
    ("news/user/<path:object_id>/delete/", Row(NOBODY, NOBODY, of="superuser")),
    ("news/user/<id>/password/", Row(ADMIN, ADMIN, of="superuser")),
]


def known_routes() -> set[str]:
    return {route.removeprefix(PREFIX) for route, _pattern in walk_routes(get_resolver()) if route.startswith(PREFIX)}


def test_each_address_of_the_admin_has_a_row():
    assert known_routes() == {route for route, _row in TABLE}


# --- Who is asked how -------------------------------------------------------------------------------------------------


@pytest.fixture
def room(db, settings, tmp_path):
    settings.DATA_DIR = settings.MEDIA_ROOT = settings.NEWS_REPORTS_DIR = tmp_path
    return make_newsroom()


class Answer(NamedTuple):
    """`kind` is «yes» or how it was refused; `written` what was written by it."""

    kind: str
    written: list[str]
    tells_secret: bool


class Desk:
    """One person's browser. Each request finds the newsroom and the session as they were."""

    def __init__(self, room: Newsroom, role: str):
        self.room, self.role = room, role
        self.client = Client(raise_request_exception=False)
        if room.people[role]:
            sign_in(self.client, room.people[role])
        self.cookies = self.client.cookies.copy()

    def ask(self, method: str, route: str, row: Row, post: Any) -> Answer:
        self.client.cookies = self.cookies.copy()
        case = Case(self.room, self.role, post)
        data = row.data(case) if method == "post" else {}
        url = address_of(route, row, case)
        with undone() as written:
            response = getattr(self.client, method)(url, data)
            text = response.getvalue().decode()
        return Answer(name_answer(response, row), written, any(each in text for each in (SECRET, IN_JSON)))

    def check(self, method: str) -> tuple[int, list[str]]:
        """The number of cells, and those that are not as the table says."""
        wrong, count = [], 0
        for route, row in TABLE:
            who = getattr(row, method)
            for whose, allowed in _cells(who):
                post = self._find_post(row, whose)
                if post is None:
                    continue
                count += 1
                fault = self._find_fault(method, route, row, (whose, allowed, post))
                if fault:
                    wrong.append(f"{self.role:15}{method:5}{whose:16}{route} {row.query or row.state}: {fault}")
        return count, wrong

    def _find_fault(self, method: str, route: str, row: Row, cell: Any) -> str:
        whose, allowed, post = cell
        kind, written, tells_secret = self.ask(method, route, row, post)
        is_done = bool(written) if row.by_effect else kind == "yes"
        may_see_all = self.role in EDITORS
        if kind.startswith("error"):
            return kind
        if allowed is None and kind == "yes":
            return "takes this method"
        if allowed is not None and is_done != (self.role in allowed):
            return f"{'allowed' if is_done else 'refused'} ({kind})"
        if written and (method == "get" or not is_done):
            return f"wrote {written} ({kind})"
        if tells_secret and not may_see_all:
            return "tells the title of a post of others"
        return self._compare(method, route, row, kind) if whose == OTHERS and not may_see_all else ""

    def _compare(self, method: str, route: str, row: Row, kind: str) -> str:
        other = self.ask(method, route, row, Post(pk=NOWHERE, version=1)).kind
        return "" if other == kind else f"answers {kind}, {other} for a post that is not there"

    def _find_post(self, row: Row, whose: str) -> Any:
        """None for what there is not: a trashed post is not handed in."""
        state = row.state or ("in_review" if whose == HANDED_IN else "draft")
        if whose == HANDED_IN and state != "in_review":
            return None
        return self.room.others[state] if whose == OTHERS else self.room.own[self.role][state]


def _cells(who: Who) -> list[tuple[str, frozenset | None]]:
    if isinstance(who, Per):
        return list(zip((OWN, HANDED_IN, OTHERS), who, strict=True))
    return [("", who)]


def address_of(route: str, row: Row, case: Case) -> str:
    """With numbers in the place of the route's converters."""
    things = case.room.things
    if row.of == "revision":
        revision = case.post.revisions.first() if case.post.pk != NOWHERE else None
        number = revision.pk if revision else NOWHERE
    elif row.of in ("", "post"):
        number = case.post.pk
    elif row.of == "own picture":
        number = case.room.pictures.get(case.role, things["image"]).pk
    else:
        number = 1 if row.of == "siteprofile" else things[row.of].pk
    route = route.replace("<str:token>", sign_link(things["link"]))
    route = route.replace("^(?P<app_label>news)/$", "news/").replace("(?P<url>.*)$", "nothing-here")
    path = re.sub(r"<[a-z_:]+>", str(number), route)
    return f"/{PREFIX}{path}" + (f"?{row.query}" if row.query else "")


def name_answer(response: Any, row: Row) -> str:
    """«yes», or how it was refused. Who is sent to Today, or to the sign-in page, has got nothing."""
    location = response.headers.get("Location", "")
    if response.status_code >= 500:
        return f"error {response.status_code}"
    if response.status_code in (403, 404, 405):
        return str(response.status_code)
    if location.startswith(f"{reverse('admin:login')}?"):
        return "login"
    return "sent home" if location == reverse("admin:index") and not row.goes_home else "yes"


@contextmanager
def undone():
    """What is written inside is told, but for sessions and the record of sign-ins, and taken back."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        found = re.match(r'(INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', sql)
        if found and not found[2].startswith(("django_session", "axes_")):
            written.append(f"{found[1]} {found[2]}")
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield written
        transaction.set_rollback(True)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", walked_by(PEOPLE, "reporter"))
def test_everybody_may_do_what_the_table_says_and_nothing_else(room, role, method):
    count, wrong = Desk(room, role).check(method)
    assert count > 200
    assert not wrong, "\n".join([f"{len(wrong)} of {count} are not as the table says:", *wrong])


def test_a_chief_gives_nobody_more_than_a_chief_has(room):
    """Whatever fields are sent, of whichever login: rights come from roles, and the superuser is none."""
    chief, rights = Desk(room, "chief"), [str(pk) for pk in Permission.objects.values_list("pk", flat=True)[:5]]
    lift = {"is_superuser": "on", "is_staff": "on", "is_active": "on", "user_permissions": rights}
    for person in User.objects.all():
        before = (person.is_superuser, person.password)
        url = reverse("admin:news_user_change", args=[person.pk])
        chief.client.post(url, {"username": person.username, "theme": "auto", **lift})
        chief.client.post(reverse("admin:preferences"), {"theme": "auto", **lift, "groups": ["1"]})
        person.refresh_from_db()
        assert (person.is_superuser, person.password) == before
        assert not person.user_permissions.exists()
    assert set(room.people["chief"].groups.values_list("name", flat=True)) <= {"chief"}
