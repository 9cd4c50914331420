"""Records versions of posts, and applies a snapshot to a post. The only code of the desk that makes revisions."""

from typing import Any

from news.models import Post, Revision, User
from news.publishing.checks.storing import forget_findings, keep_findings
from news.publishing.log.activity import record_activity
from news.publishing.log.log_changes import tell_changes
from news.publishing.posts.corrections import set_corrections
from news.publishing.posts.relations import set_authors, set_categories, set_tags
from news.publishing.versions.fields import COLUMNS
from news.publishing.versions.snapshots import restore_corrections, restore_links, restore_value, take_snapshot


def record_first_revision(post: Post, links: dict[str, list[Any]], reason: str) -> Revision:
    """Records the first revision of a post created in this transaction; its links are known, so it takes one insert."""
    snapshot = take_snapshot(post, links)
    return Revision.objects.create(post=post, version=post.version, snapshot=snapshot, reason=reason)


def record_revision(
    post: Post, user: User | None, reason: str = "", note: str = "", *, is_checked: bool = True
) -> Revision:
    """Stores the post as it is now under its current version, and logs what a person did (imports have receipts).

    `reason` is a code («published»), `note` the person's comment. Repeating it for the same version updates the row
    without another log entry. The log lists the differences from the previous revision. `is_checked`: imports pass
    False and leave the checks to `check_content`.
    """
    snapshot = take_snapshot(post)
    defaults = {"snapshot": snapshot, "user": user, "reason": reason, "note": note}
    if is_checked:
        keep_findings(post, snapshot)
    else:
        forget_findings(post)
    revision, is_new = Revision.objects.update_or_create(post=post, version=post.version, defaults=defaults)
    if is_new and user is not None:
        log_revision(user, post, revision)
    return revision


def log_revision(user: User | None, post: Post, revision: Revision) -> None:
    """Adds one log entry for a new revision, with its changes. Costs one extra query."""
    earlier = post.revisions.filter(version__lt=revision.version).order_by("-version")
    before = earlier.values_list("snapshot", flat=True).first()
    changes = tell_changes(before, revision.snapshot) if before else {}
    facts = {name: value for name, value in (("note", revision.note), ("changes", changes)) if value}
    versions = (revision.version - 1 or None, revision.version)
    record_activity(user, revision.reason or "saved", post, facts, versions)


def apply_snapshot(post: Post, snapshot: dict[str, Any]) -> None:
    """Sets fields and links from a snapshot; the caller saves. References to deleted rows are left out."""
    for field in COLUMNS:
        if field.name in snapshot:
            setattr(post, field.name, restore_value(field.name, snapshot[field.name]))
    categories, authors = restore_links(snapshot)
    set_categories(post, categories)
    set_authors(post, authors)
    set_tags(post, snapshot.get("tags", []))
    if "corrections" in snapshot:  # missing from the first revision of an imported post
        set_corrections(post, restore_corrections(snapshot))
