"""Makes and revokes links that let someone without a login read one unpublished post."""

import datetime as dt

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from news.models import Post, PreviewLink, User
from news.publishing.log.activity import record_activity

DAYS = 7
MAX_DAYS = 30
_signer = Signer(salt="news.preview-link", sep=".")


@transaction.atomic
def make_link(post: Post, user: User | None, note: str = "", days: int = DAYS) -> PreviewLink:
    """Makes a link that is valid for `days`, at most MAX_DAYS. `note` says for whom it is."""
    ends = timezone.now() + dt.timedelta(days=max(1, min(days, MAX_DAYS)))
    link = PreviewLink.objects.create(post=post, user=user, note=note, expires_at=ends)
    record_activity(user, "shared", post, {"note": note, "until": ends.isoformat()})
    return link


@transaction.atomic
def revoke_link(link: PreviewLink, user: User | None) -> bool:
    """Revokes the link at once. False when it was already revoked."""
    is_done = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    if is_done:
        record_activity(user, "unshared", link.post, {"note": link.note})
    return bool(is_done)


def sign_link(link: PreviewLink) -> str:
    """Returns the signed token that goes into the link's address."""
    return _signer.sign(str(link.pk))


def find_link(token: str) -> PreviewLink | None:
    """Finds the link for a token; None when it is forged, expired or revoked, or the post is in the trash."""
    try:
        pk = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    links = PreviewLink.objects.open().filter(pk=pk, post__trashed_at=None)
    return links.first()
