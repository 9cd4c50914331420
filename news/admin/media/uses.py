"""Where a picture is used, as links to those pages."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.images.uses import Use, find_uses
from news.models import Image, PostQuerySet, User

KINDS = {
    "post": gettext_lazy("post"),
    "draft": gettext_lazy("unsaved text"),
    "change": gettext_lazy("scheduled change"),
    "author": gettext_lazy("author"),
    "page": gettext_lazy("page"),
    "site": gettext_lazy("site profile"),
}


def list_uses(image: Image, user: User, posts: PostQuerySet) -> SafeString | str:
    """List the uses of a picture. `posts` are those this user may see."""
    uses, count = find_uses(image, posts)
    return show_uses(uses, count, user) if count else _("Not used anywhere.")


def show_uses(uses: Sequence[Use], count: int, user: User) -> SafeString:
    rows = format_html_join(
        "", '<li><span class="use-kind">{}</span> {}</li>', ((KINDS[use.kind], link_to(use, user)) for use in uses)
    )
    rest = count - len(uses)
    more = format_html("<li>{}</li>", _("and %(count)d more") % {"count": rest}) if rest > 0 else ""
    return format_html('<ul class="uses">{}{}</ul>', rows, more)


def link_to(use: Use, user: User) -> SafeString | str:
    """Link to the object; only its name where the user may not view it."""
    model = use.thing._meta.model_name
    if not user.has_perm(f"news.view_{model}"):
        return str(use.thing)
    return format_html('<a href="{}">{}</a>', reverse(f"admin:news_{model}_change", args=[use.thing.pk]), use.thing)
