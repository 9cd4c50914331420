"""The order of sibling categories: the tree that is shown, and the requests of its buttons and drag-and-drop."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from news.admin.requests import acting_user, read_id
from news.models import Category
from news.publishing.names.categories import order_siblings

MAX_SIBLINGS = 1000


@dataclass(slots=True)
class CategoryNode:
    category: Category
    children: list["CategoryNode"] = field(default_factory=list)


def make_tree() -> list[CategoryNode]:
    """Return all categories in menu order. One query."""
    branches = {row.pk: CategoryNode(row) for row in Category.objects.order_by("position", "path")}
    roots: list[CategoryNode] = []
    for branch in branches.values():
        parent = branches.get(branch.category.parent_id or 0)
        (parent.children if parent else roots).append(branch)
    return roots


def take_order(request: HttpRequest) -> HttpResponse:
    """Save the order. A script gets JSON, with 409 if the tree has changed since; without scripts, a redirect."""
    ids = [read_id(text) for text in request.POST.getlist("ids")][:MAX_SIBLINGS] or _moved_by_one(request)
    try:
        order_siblings(ids, acting_user(request))
        is_done = True
    except ValueError:
        is_done = False
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"ordered": is_done}, status=200 if is_done else 409)
    if not is_done:
        messages.error(request, _("Someone changed the categories in the meantime. This is how they are now."))
    return HttpResponseRedirect(f"{reverse('admin:news_category_order')}#category-{request.POST.get('pk', '')}")


def _moved_by_one(request: HttpRequest) -> list[int]:
    category = Category.objects.filter(pk=read_id(request.POST.get("pk", ""))).first()
    if category is None:
        return []
    siblings = Category.objects.filter(parent=category.parent_id).order_by("position", "path")
    ids = list(siblings.values_list("pk", flat=True))
    at = ids.index(category.pk)
    to = at - 1 if request.POST.get("by") == "-1" else at + 1
    if 0 <= to < len(ids):
        ids[at], ids[to] = ids[to], ids[at]
    return ids
