"""The checks beside a post's form: what they find in its current text, and the automatic fix of a finding."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.admin.posts.check_values import read_values
from news.admin.posts.gate import GatedForm
from news.admin.posts.rights import find_post
from news.admin.requests import acting_user, read_id
from news.models import Post, User
from news.publishing.checks.findings import Finding
from news.publishing.checks.library import adopt_remote_images, ask_again
from news.publishing.checks.messages import describe_mending
from news.publishing.checks.places import BodyPlace
from news.publishing.checks.reading import look_up
from news.publishing.checks.registry import RULES
from news.publishing.checks.running import Counts, check_post, check_values, count_findings, mend
from news.publishing.checks.showing import ShownFinding, show_findings
from news.publishing.posts.access import may_change, may_see

LIST = "admin/news/post/parts/checks_list.html"
DOWNLOADS = frozenset(rule.code for rule in RULES if rule.is_download)
MAX_NUMBER = 10**6


class ShownChecks(NamedTuple):
    """What the list of a post's checks shows."""

    summary: str
    counts: Counts
    shown: list[ShownFinding]


def checks_context(request: HttpRequest, post: Post | None, form: GatedForm) -> dict[str, object]:
    """Return the context for the form's checks: the findings in the post as shown, or None for a new post."""
    user, arguments = acting_user(request), [post.pk] if post else []
    findings = None
    if form.is_bound:
        findings = check_values(form.read_values())
    elif post:
        findings = check_post(post)
    return {
        "checks": None if findings is None else list_context(findings, user),
        "may_fix": post is None or may_change(user, post),
        "checks_url": reverse("admin:news_post_checks", args=arguments),
        "fix_url": reverse("admin:news_post_fix", args=arguments),
        "checks_words": {
            "failed": _("The checks could not run just now. They will run again after your next change."),
            "gone": _("That passage no longer exists: the text has changed since."),
        },
    }


def list_context(findings: list[Finding], user: User) -> ShownChecks:
    counts = count_findings(findings)
    return ShownChecks(say_counts(counts), counts, show_findings(findings, user))


def say_counts(counts: Counts) -> str:
    """Return a summary like «14 passed · 2 warnings · 0 errors»."""
    return " · ".join(
        (
            ngettext("%(count)d passed", "%(count)d passed", counts.passed) % {"count": counts.passed},
            ngettext("%(count)d warning", "%(count)d warnings", counts.warnings) % {"count": counts.warnings},
            ngettext("%(count)d error", "%(count)d errors", counts.errors) % {"count": counts.errors},
        )
    )


def checks_view(model_admin: ModelAdmin, request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """GET returns the findings in a stored post as JSON; POST, those in the submitted form, plus the list as HTML."""
    post = _find(model_admin, request, pk)
    if request.method == "POST":
        findings = check_values(read_values(model_admin, request, post))
    elif post is None:
        raise Http404
    else:
        findings = check_post(post)
    context = list_context(findings, acting_user(request))
    answer = {
        **context.counts._asdict(),
        "summary": context.summary,
        "findings": [each.as_json() for each in context.shown],
    }
    if request.method == "POST":
        may_fix = post is None or may_change(acting_user(request), post)
        answer["html"] = render_to_string(LIST, {"checks": context, "may_fix": may_fix}, request)
    return JsonResponse(answer)


def fix_view(model_admin: ModelAdmin, request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Return the new values of the fields that fixing a finding changes. The post itself is not written."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    post = _find(model_admin, request, pk, may_change)
    code, place = request.POST.get("_check", ""), _read_place(request)
    values = read_values(model_admin, request, post)
    if code in DOWNLOADS:
        return _download(request, values.body, place)
    try:
        changes = mend(look_up(values).post, code, place)
    except KeyError:
        return JsonResponse({"error": _("This check has no automatic fix.")}, status=400)
    return JsonResponse({"values": dict(changes), "said": describe_mending(code)})


def _download(request: HttpRequest, body: str, place: BodyPlace | None) -> HttpResponse:
    """Replace remote pictures with pending images, or queue a failed one again. They are fetched later."""
    if not acting_user(request).has_perm("news.add_image"):
        return JsonResponse({"error": _("You may not add pictures to the library.")}, status=403)
    if pk := read_id(request.POST.get("_image", "")):
        ask_again(pk)
        return JsonResponse({"values": {}, "said": _("The picture will be downloaded.")})
    changed = adopt_remote_images(body, place)
    values = {"body": changed} if changed != body else {}
    return JsonResponse({"values": values, "said": _("The picture will be downloaded.")})


def _read_place(request: HttpRequest) -> BodyPlace | None:
    kind, number = request.POST.get("_place_kind", ""), request.POST.get("_place_number", "")
    if not kind or not (number.isascii() and number.isdigit()) or len(number) > len(str(MAX_NUMBER)):
        return None
    return BodyPlace(kind, int(number), request.POST.get("_place_text", ""))


def _find(
    model_admin: ModelAdmin, request: HttpRequest, pk: int | None, may: Callable[[User, Post], bool] = may_see
) -> Post | None:
    """Raises: Http404, PermissionDenied."""
    if pk is not None:
        return find_post(request, pk, may)
    if not model_admin.has_add_permission(request):
        raise Http404
    return None


def check_routes(model_admin: ModelAdmin) -> list[URLPattern]:
    """Return the routes of the checks, for new posts and for stored ones."""

    def view(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
        return model_admin.admin_site.admin_view(partial(run, model_admin))

    checks, fix = view(checks_view), view(fix_view)
    return [
        path("checks/", checks, name="news_post_checks"),
        path("checks/fix/", fix, name="news_post_fix"),
        path("<int:pk>/checks/", checks, name="news_post_checks"),
        path("<int:pk>/checks/fix/", fix, name="news_post_fix"),
    ]
