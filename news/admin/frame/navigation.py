"""The desk's menu: links grouped by task, limited to those the user may open, with the current one marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from news.models import User
from news.text.sentences import Label


@dataclass(frozen=True, slots=True)
class Way:
    """A menu entry. Any one of `permissions` opens it; when empty, everyone may. `key` is pressed after g."""

    label: Label
    route: str
    icon: str
    permissions: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    label: Label
    url: str
    icon: str
    key: str
    is_current: str  # a value of aria-current, or ""


@dataclass(frozen=True, slots=True)
class Group:
    name: Label
    links: list[Link]


def _list_of(model: str, label: Label, icon: str, key: str = "") -> Way:
    return Way(label, f"admin:news_{model}_changelist", icon, (f"news.view_{model}", f"news.change_{model}"), key)


GROUPS: tuple[tuple[Label, tuple[Way, ...]], ...] = (
    (
        "",
        (
            Way(_("Today"), "admin:index", "today", key="d"),
            _list_of("post", _("Posts"), "post", "p"),
            Way(_("Calendar"), "admin:news_post_calendar", "calendar", ("news.view_post", "news.change_post"), "c"),
            Way(_("Front page"), "admin:front_page", "front", ("news.view_slot", "news.change_slot")),
            _list_of("image", _("Media"), "image", "m"),
        ),
    ),
    (
        pgettext_lazy("group of the desk's menu", "Organise"),
        (
            _list_of("category", _("Categories"), "category"),
            _list_of("tag", _("Tags"), "tag"),
            _list_of("author", _("Authors"), "author"),
            _list_of("source", _("Sources"), "source"),
        ),
    ),
    (
        pgettext_lazy("group of the desk's menu", "Site"),
        (
            _list_of("page", pgettext_lazy("of the desk's menu", "Pages"), "page"),
            _list_of("importbatch", _("Imports"), "import"),
            _list_of("followup", _("Follow-ups"), "arrow"),
            _list_of("address", _("Addresses"), "arrow"),
            _list_of("activity", _("Log"), "log"),
            _list_of("siteprofile", _("Settings"), "settings"),
            _list_of("user", _("Users"), "user"),
        ),
    ),
)
# Django's list of the same rows, used where a route of ours does not exist.
INSTEAD = {"admin:front_page": "admin:news_slot_changelist"}


def desk_nav(request: HttpRequest) -> SimpleLazyObject:
    """Return the groups with at least one link, built when a page asks for them; empty for users who are signed out."""
    return SimpleLazyObject(partial(_build, request))


def _build(request: HttpRequest) -> list[Group]:
    user: User | AnonymousUser = request.user
    if not (user.is_active and user.is_staff):
        return []
    groups = [Group(name, list(_links(ways, user, request.path))) for name, ways in GROUPS]
    return [group for group in groups if group.links]


def _links(ways: tuple[Way, ...], user: User | AnonymousUser, path: str) -> Iterator[Link]:
    for way in ways:
        url = address_of(way.route)
        if url and (not way.permissions or any(user.has_perm(each) for each in way.permissions)):
            yield Link(way.label, url, way.icon, way.key, _mark(url, path, way.route == "admin:index"))


def address_of(route: str) -> str:
    for name in (route, INSTEAD.get(route, "")):
        try:
            return reverse(name) if name else ""
        except NoReverseMatch:
            continue
    return ""


def _mark(url: str, path: str, is_root: bool) -> str:
    """Return the aria-current value: "page" for the page itself, "true" for the list it belongs to, else ""."""
    if path == url:
        return "page"
    calendar = address_of("admin:news_post_calendar")
    is_below = path.startswith(url) and not is_root and not (calendar and path == calendar)
    return "true" if is_below else ""
