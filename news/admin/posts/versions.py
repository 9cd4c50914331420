"""Sign the version a form was opened with, so that a save can tell whether another user saved first."""

from django.core.signing import BadSignature, Signer

from news.models import Post

SALT = "news.admin.post-version"


def sign_version(post: Post) -> str:
    return Signer(salt=SALT).sign(f"{post.pk}.{post.version}")


def read_version(post: Post, token: str) -> int:
    """Raises: ValueError when the token is missing, forged or another post's."""
    try:
        pk, _, version = Signer(salt=SALT).unsign(token).partition(".")
    except BadSignature:
        raise ValueError("not signed by us") from None
    if pk != str(post.pk):
        raise ValueError("the version of another post")
    return int(version)
