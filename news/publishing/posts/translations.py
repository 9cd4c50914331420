"""Starts the version of a post in another language: a draft of its own that says what it translates."""

from django.db import transaction
from django.db.models import Q

from news.models import Post, PostQuerySet, User
from news.publishing.posts.recording import record_revision
from news.publishing.posts.relations import set_authors, set_categories, set_tags
from news.publishing.posts.saving import write_row
from news.publishing.versions.fields import COLUMNS


def versions_of(post: Post) -> PostQuerySet:
    """The other posts of its family that are not in the trash: what it translates, and what translates the same."""
    root = post.translation_of_id or post.pk
    family = Post.objects.not_trashed().filter(Q(pk=root) | Q(translation_of=root))
    return family.exclude(pk=post.pk)


@transaction.atomic
def start_translation(post: Post, user: User, language: str) -> tuple[Post, bool]:
    """A draft of `user` with the fields and links of `post`, to be translated where it stands. True: it is new.

    The family has one version of each language: asked again, or twice at once, the one that is there is given back.
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
