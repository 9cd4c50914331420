"""What the command palette finds: posts (via the search index), pictures and names, limited to what a user may see."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.admin.requests import acting_user
from news.models import Author, Category, Image, Post, Source, Tag, User
from news.publishing.names.merged_names import Mergeable
from news.search.finding import search_posts
from news.search.query import SearchQuery
from news.text.sentences import Label

POSTS_COUNT = 8
NAMES_COUNT = 5
MAX_CHARS = 100
SHOWN = ("pk", "title", "status", "published_at", "trashed_at")
NAMED: tuple[tuple[Label, type[Mergeable]], ...] = (
    (gettext_lazy("Categories"), Category),
    (gettext_lazy("Tags"), Tag),
    (gettext_lazy("Authors"), Author),
    (gettext_lazy("Sources"), Source),
)
FoundRow = dict[str, str]


def find(request: HttpRequest) -> JsonResponse:
    """Answer groups of rows; without a query, the most recently changed posts. The number of queries is fixed."""
    user, text = acting_user(request), request.GET.get("q", "").replace("\0", "").strip()[:MAX_CHARS]
    groups = _found(user, text) if text else [(_("Last changed"), _recent(user))]
    return JsonResponse({"groups": [{"name": str(name), "rows": rows} for name, rows in groups if rows]})


def _found(user: User, text: str) -> Iterator[tuple[Label, list[FoundRow]]]:
    yield _("Posts"), _posts(user, text)
    yield _("Media"), _images(user, text)
    for label, model in NAMED:
        yield label, _names(user, model, text)


def _may_see(user: User, model: str) -> bool:
    return user.has_perm(f"news.view_{model}") or user.has_perm(f"news.change_{model}")


def _recent(user: User) -> list[FoundRow]:
    if not _may_see(user, "post"):
        return []
    posts = Post.objects.visible_to(user).not_trashed().order_by("-updated_at", "-pk")
    return _post_rows(posts.only(*SHOWN)[:POSTS_COUNT])


def _posts(user: User, text: str) -> list[FoundRow]:
    if not _may_see(user, "post"):
        return []
    hits = search_posts(Post.objects.visible_to(user).only(*SHOWN), SearchQuery.parse(text))
    return _post_rows(hits[0:POSTS_COUNT])


def _post_rows(posts: Iterable[Post]) -> list[FoundRow]:
    return [_row(str(post), _form("post", post.pk), str(post.state.label)) for post in posts]


def _images(user: User, text: str) -> list[FoundRow]:
    if not _may_see(user, "image"):
        return []
    is_named = Q(alt__icontains=text) | Q(caption__icontains=text) | Q(original_name__icontains=text)
    images = Image.objects.filter(is_named).order_by("-pk")[:NAMES_COUNT]
    return [_row(str(image), _form("image", image.pk), image.original_name) for image in images]


def _names(user: User, model: type[Mergeable], text: str) -> list[FoundRow]:
    name = str(model._meta.model_name)
    if not _may_see(user, name):
        return []
    rows = model._default_manager.filter(Q(name__icontains=text) | Q(slug__icontains=text))
    return [_row(row.name, _form(name, row.pk), "") for row in rows.order_by("name", "pk")[:NAMES_COUNT]]


def _form(model: str, pk: int) -> str:
    return reverse(f"admin:news_{model}_change", args=[pk])


def _row(label: str, url: str, facts: str) -> FoundRow:
    return {"label": label, "url": url, "facts": facts}
