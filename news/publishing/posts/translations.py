"""Starts a translation of a post: a separate draft in another language that refers to the original."""

from django.db import transaction
from django.db.models import Q

from news.models import Post, PostQuerySet, User
from news.publishing.posts.recording import record_revision
from news.publishing.posts.relations import set_authors, set_categories, set_tags
from news.publishing.posts.saving import write_row
from news.publishing.versions.fields import COLUMNS


def versions_of(post: Post) -> PostQuerySet:
    """Returns its family without the post itself and the trash: its original, and that one's translations."""
    root = post.translation_of_id or post.pk
    family = Post.objects.not_trashed().filter(Q(pk=root) | Q(translation_of=root))
    return family.exclude(pk=post.pk)


@transaction.atomic
def start_translation(post: Post, user: User, language: str) -> tuple[Post, bool]:
    """Creates a draft of `user` with the fields and links of `post`, to be translated in place. True when it is new.

    A family has one post per language: a repeated or simultaneous request gets the existing one.
    """
    root = post.translation_of_id or post.pk
    Post.objects.select_for_update().filter(pk=root).values_list("pk").first()
    existing = Post.objects.filter(pk=post.pk, language=language).first()
    existing = existing or versions_of(post).filter(language=language).order_by("pk").first()
    if existing:
        return existing, False
    copied = {field.name: getattr(post, field.name) for field in COLUMNS if field.is_copied}
    draft = Post(owner=user, language=language, translation_of_id=root, **copied)
    write_row(draft)
    set_categories(draft, post.ordered_categories())
    set_authors(draft, post.ordered_authors())
    set_tags(draft, [tag.name for tag in post.tags.all()])
    record_revision(draft, user)
    return draft, True
