"""Stores what the checks find in a post, so that lists can count and filter. The only writer of `PostCheck`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from news.models import Post, PostCheck
from news.publishing.checks.findings import Finding
from news.publishing.checks.reading import LookedUp, look_up, values_of
from news.publishing.checks.registry import RULES_VERSION
from news.publishing.checks.running import count_findings, find_all
from news.text.simhash import BANDS, as_signed, bands_of

REMEMBERED = "links-alive"  # not a finding: when working links were last checked
COLUMNS = (
    "error_count",
    "warning_count",
    "findings",
    "rules_version",
    "checked_at",
    "print_bits",
    *(f"band_{band}" for band in range(BANDS)),
)
MOST = 32_767  # the maximum of a small integer column


def keep_findings(post: Post, links: Mapping[str, Any] | None = None) -> None:
    """Checks a stored post whose links are set, inside the transaction that saves it, and stores the findings that do
    not depend on the time. `links` have the form of a snapshot. May be repeated."""
    found = look_up(values_of(post, links))
    store_findings(post.pk, found, find_all(found.post, with_timed=False))


def forget_findings(post: Post) -> None:
    """Deletes the stored findings of a post that has changed and not been checked since."""
    PostCheck.objects.filter(post=post).delete()


def store_findings(post_id: int, found: LookedUp, findings: Iterable[Finding]) -> None:
    """Stores the findings and keeps what earlier link checks remembered."""
    listed = list(findings)
    remembered = [each for each in found.memory if each["code"] == REMEMBERED]
    store_row(post_id, [*(finding.as_json() for finding in listed), *remembered], listed, found.print_bits)


def store_row(post_id: int, kept: list[Any], findings: Iterable[Finding], print_bits: int | None) -> None:
    counts = count_findings(findings)
    bands = list(bands_of(print_bits)) if print_bits is not None else [None] * BANDS
    row = PostCheck(
        post_id=post_id,
        error_count=min(counts.errors, MOST),
        warning_count=min(counts.warnings, MOST),
        findings=kept,
        rules_version=RULES_VERSION,
        checked_at=timezone.now(),
        print_bits=None if print_bits is None else as_signed(print_bits),
        **{f"band_{index}": band for index, band in enumerate(bands)},
    )
    PostCheck.objects.bulk_create([row], update_conflicts=True, unique_fields=["post"], update_fields=list(COLUMNS))


def check_badges(post_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Returns the numbers of errors and warnings of each post at its last check, by id, in one query. A post missing
    from the result was never checked, so its state is unknown."""
    rows = PostCheck.objects.filter(pk__in=list(post_ids)).values_list("pk", "error_count", "warning_count")
    return {pk: (errors, warnings) for pk, errors, warnings in rows}
