"""The first steps on a new site, shown until they are done. One query, and only for users who may take them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.admin.signing_in.sign_in import PASSWORD_CHANGED
from news.models import Activity, Category, Post, SiteProfile, User
from news.text.sentences import Label


@dataclass(frozen=True, slots=True)
class FirstStep:
    label: Label
    url: str
    is_done: bool


def find_first_steps(user: User) -> list[FirstStep]:
    """Return the steps; empty once all are done."""
    if not user.has_perm("news.change_siteprofile"):
        return []
    steps = list(_steps(_done(user)))
    return [] if all(step.is_done for step in steps) else steps


def _done(user: User) -> dict[str, bool]:
    name = SiteProfile._meta.get_field("name").default
    changed = Activity.objects.filter(user=OuterRef("pk"), action=PASSWORD_CHANGED)
    me: Any = User.objects.filter(pk=user.pk).values(
        has_name=Exists(SiteProfile.objects.exclude(name=name)),
        has_category=Exists(Category.objects.all()),
        has_post=Exists(Post.objects.all()),
        has_password=Exists(changed),
    )
    return dict(me.get())


def _steps(done: dict[str, bool]) -> list[FirstStep]:
    return [
        FirstStep(_("Give the site its name"), reverse("admin:news_siteprofile_changelist"), done["has_name"]),
        FirstStep(_("Add the first category"), reverse("admin:news_category_add"), done["has_category"]),
        FirstStep(_("Write the first post"), reverse("admin:news_post_add"), done["has_post"]),
        FirstStep(_("Choose a password of your own"), reverse("admin:password_change"), done["has_password"]),
    ]
