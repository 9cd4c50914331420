"""What a user may do with one post or picture. Roles say what a user may do at all; this module says to which ones.

Every door asks here; the writing functions do not.
"""

from news.models import Image, Post, User


def may_see(user: User, post: Post) -> bool:
    """Allows users their own posts; those who may edit others' posts, all posts."""
    has_right = user.has_perm("news.view_post") or user.has_perm("news.change_post")
    return has_right and _reaches(user, post)


def may_change(user: User, post: Post) -> bool:
    """Excludes the trash. Without the right to edit others' posts, a user may change only own unsubmitted drafts."""
    if post.trashed_at is not None or not user.has_perm("news.change_post"):
        return False
    return user.has_perm("news.edit_others_post") or _is_own_draft(user, post)


def may_submit(user: User, post: Post) -> bool:
    return may_change(user, post) and post.status == Post.Status.DRAFT


def may_publish(user: User, post: Post) -> bool:
    """Covers publishing, scheduling, unpublishing and archiving: everything that decides what readers see and when."""
    return may_change(user, post) and user.has_perm("news.publish_post")


def may_undo(user: User, post: Post) -> bool:
    """Covers the last step: any for those who may publish, otherwise only the submission of one's own post."""
    if may_publish(user, post):
        return True
    is_handed_in = post.status == Post.Status.IN_REVIEW and post.trashed_at is None
    return is_handed_in and user.has_perm("news.change_post") and _reaches(user, post)


def may_trash(user: User, post: Post) -> bool:
    return post.trashed_at is None and user.has_perm("news.delete_post") and _reaches(user, post)


def may_restore(user: User, post: Post) -> bool:
    return post.trashed_at is not None and user.has_perm("news.restore_post") and _reaches(user, post)


def may_purge(user: User, post: Post) -> bool:
    return post.trashed_at is not None and user.has_perm("news.purge_post") and _reaches(user, post)


def may_describe(user: User, image: Image) -> bool:
    """Covers writing a picture's description and setting its focal point. Without the right to change all pictures,
    users may do so for those they added, as long as no post that they may not change uses it as header image."""
    if user.has_perm("news.change_image"):
        return True
    if image.uploaded_by_id is None or image.uploaded_by_id != user.pk or not user.has_perm("news.add_image"):
        return False
    return all(may_change(user, post) for post in Post.objects.filter(header_image=image).defer("body"))


def _reaches(user: User, post: Post) -> bool:
    return user.has_perm("news.edit_others_post") or (post.owner_id is not None and post.owner_id == user.pk)


def _is_own_draft(user: User, post: Post) -> bool:
    return post.owner_id is not None and post.owner_id == user.pk and post.status == Post.Status.DRAFT
