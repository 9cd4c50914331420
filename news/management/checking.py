"""The output of `check_content`: a line per post with findings, or one JSON document, written as the run proceeds."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.management.reporting import Exit, stop
from news.publishing.checks.findings import Severity
from news.publishing.checks.showing import show_findings
from news.publishing.posts.sweeping import MENDABLE, SweptPost


def read_fixes(wanted: str | None) -> tuple[str, ...]:
    """Return the codes given with `--fix` in the order they are applied. Stops the command at an unfixable one."""
    if not wanted:
        return ()
    codes = set(MENDABLE) if wanted == "all" else {code.strip() for code in wanted.split(",") if code.strip()}
    if unknown := sorted(codes - set(MENDABLE)):
        text = _("--fix cannot fix %(codes)s. It can fix: %(known)s.")
        stop(Exit.USAGE, text % {"codes": ", ".join(unknown), "known": ", ".join(MENDABLE)})
    return tuple(code for code in MENDABLE if code in codes)


class CheckReport:
    """One run. Findings are written at once and only counts are kept, so memory does not grow with the posts."""

    def __init__(self, out: OutputWrapper, options: dict[str, Any]) -> None:
        self.out, self.options = out, options
        self.severities: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.mended: Counter[str] = Counter()
        self.posts = self.conflicts = self.missing = self.listed = 0
        self.is_interrupted = False
        if options["json"]:
            self.out.write('{"posts": [', ending="")

    def note_missing(self, wanted: Sequence[int], found: Sequence[int]) -> None:
        """Count the requested posts that are not among those to check."""
        if self.options["limit"] is None:
            self.missing = len(set(wanted) - set(found))

    def add(self, swept: SweptPost) -> None:
        self.posts += 1
        self.conflicts += swept.is_conflict
        self.mended.update(swept.mended)
        self.codes.update(finding.code for finding in swept.findings)
        self.severities.update(finding.severity for finding in swept.findings)
        if not (swept.findings or swept.mended or swept.is_conflict):
            return
        if self.options["json"]:
            self.out.write(("," if self.listed else "") + "\n" + json.dumps(_as_json(swept)), ending="")
        elif not self.options["quiet"] or swept.is_conflict:
            self.out.write(f"{swept.post.pk}  {swept.post}  [{swept.post.state.label}]")
            if swept.is_conflict:
                self.out.write(
                    "  ! " + _("Someone saved it in the meantime; nothing was written. Run the command again.")
                )
            for code in swept.mended:
                self.out.write(f"  + {code}")
            for shown in show_findings(swept.findings):
                mark = "✗" if shown.finding.severity == Severity.ERROR else "!"
                self.out.write(f"  {mark} {shown.severity} {shown.finding.code}: {shown.sentence}")
        self.listed += 1

    @property
    def exit(self) -> Exit:
        if self.is_interrupted:
            return Exit.INTERRUPTED
        errors, warnings = self.severities[Severity.ERROR], self.severities[Severity.WARNING]
        worst = {"error": errors, "warning": errors + warnings}.get(self.options["fail_on"] or "", 0)
        return Exit.ITEM_ERRORS if worst or self.conflicts or self.missing else Exit.DONE

    def close(self) -> None:
        if self.options["json"]:
            self.out.write(f'\n], "summary": {json.dumps(self._summary())}}}')
        elif not self.options["quiet"]:
            self._tell_summary()

    def _summary(self) -> dict[str, Any]:
        return {
            "dry_run": self.options["dry_run"],
            "posts": self.posts,
            "errors": self.severities[Severity.ERROR],
            "warnings": self.severities[Severity.WARNING],
            "checks": dict(self.codes.most_common()),
            "mended": dict(self.mended.most_common()),
            "conflicts": self.conflicts,
            "missing": self.missing,
            "interrupted": self.is_interrupted,
        }

    def _tell_summary(self) -> None:
        for code, count in self.codes.most_common():
            self.out.write(f"  {count:>7,}  {code}")
        text = ngettext(
            "%(posts)s post checked: %(errors)s errors, %(warnings)s warnings, %(mended)s fixed.",
            "%(posts)s posts checked: %(errors)s errors, %(warnings)s warnings, %(mended)s fixed.",
            self.posts,
        )
        facts = {
            "posts": f"{self.posts:,}",
            "errors": f"{self.severities[Severity.ERROR]:,}",
            "warnings": f"{self.severities[Severity.WARNING]:,}",
            "mended": f"{self.mended.total():,}",
        }
        self.out.write(text % facts)
        if self.missing:
            self.out.write(_("Posts that do not exist, or are not in this state: %(count)d.") % {"count": self.missing})
        if self.options["dry_run"]:
            self.out.write(_("(dry run, nothing was written)"))
        if self.is_interrupted:
            self.out.write(_("Interrupted. Run the same command again: it starts with what it did not reach."))


def _as_json(swept: SweptPost) -> dict[str, Any]:
    return {
        "id": swept.post.pk,
        "title": swept.post.title,
        "state": str(swept.post.state),
        "version": swept.post.version,
        "mended": list(swept.mended),
        "conflict": swept.is_conflict,
        "findings": [shown.as_json() for shown in show_findings(swept.findings)],
    }
