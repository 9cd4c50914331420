"""Writes the measurements of the readers' site to docs/evidence/reader.md."""

from dataclasses import dataclass, field
from datetime import date

from scripts.evidence.editors import Figure
from scripts.evidence.lighthouse import FLOOR, Score
from scripts.evidence.lines import LINES
from scripts.evidence.measured import Measured, no_faults
from scripts.evidence.queries import QueryCount
from scripts.evidence.site import ROOT
from scripts.evidence.validator import Validation
from scripts.evidence.weights import Weight

PAGE = ROOT / "docs" / "evidence" / "reader.md"
LIGHTHOUSE_LINES = {
    2: "Lighthouse, desktop: 100 in all four categories on home, category, post and search",
    3: f"Lighthouse, phone, median of five: 100 in all four categories on the same pages, no run's speed below {FLOOR}",
    4: "a post on a phone: LCP ≤ 1.5 s, CLS ≤ 0.01, TBT ≤ 150 ms",
}
TIMING_LIMITS = {"LCP": 1_500, "CLS": 0.01, "TBT": 150}
SORTS = ("HTML", "CSS", "JS", "fonts", "images")
INTRODUCTION = """\
# The readers' site, measured

Written by `make evidence` on {today}: a fresh site with the demo and a few posts made for the purpose, served by
gunicorn as in production, looked at with Chromium. `tests/browser/test_reader_lines.py` goes through the same lines.
"""


@dataclass
class Findings:
    """Everything that one run measured. What was not requested stays empty."""

    lines: dict[int, Measured] = field(default_factory=dict)
    weights: dict[tuple[str, int], Weight] = field(default_factory=dict)
    queries: list[QueryCount] = field(default_factory=list)
    validations: dict[str, Validation] = field(default_factory=dict)
    scores: list[Score] = field(default_factory=list)
    desk: dict[int | str, Measured] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)

    def add_scores(self, scores: list[Score]) -> None:
        """Store the scores, also as results of the lines about them."""
        self.scores = scores
        for number, device in ((2, "desktop"), (3, "mobile")):
            faults = [
                f"{each.kind} {tell_score(each)}, speeds {tell_speeds(each)}"
                for each in scores
                if each.device == device and not each.holds
            ]
            self.lines[number] = no_faults(faults, "100 / 100 / 100 / 100 on each")
        post = next(each for each in scores if (each.kind, each.device) == ("post", "mobile"))
        holds = all(post.timings.get(name, limit + 1) <= limit for name, limit in TIMING_LIMITS.items())
        self.lines[4] = Measured(tell_timings(post), holds)

    def failures(self) -> list[str]:
        """Return one sentence for each thing that does not hold."""
        told = [
            f"line {number}: {self.lines[number].value}"
            for number in sorted(self.lines)
            if not self.lines[number].holds
        ]
        told += [
            f"queries of {each.kind}: {each.few}, {each.many} (answers {each.status})"
            for each in self.queries
            if not each.holds
        ]
        told += [f"desk, {number}: {each.value}" for number, each in self.desk.items() if not each.holds]
        told += [
            f"desk with many posts, {each.name}: {each.queries} queries, {each.ms:.0f} ms"
            for each in self.figures
            if not each.holds
        ]
        for name, validation in self.validations.items():
            told += [
                f"validator, {name}, {len(pages)} page(s) such as {pages[0]}: {text}"
                for text, pages in validation.errors.items()
            ]
        unwell = [each for each in self.scores if not each.holds]
        return told + [f"Lighthouse, {each.kind}, {each.device}: {cost}" for each in unwell for cost in each.costs]


def tell_score(score: Score) -> str:
    return " / ".join(str(value) for value in score.medians.values())


def tell_speeds(score: Score) -> str:
    return ", ".join(str(run["performance"]) for run in score.runs) or "none"


def tell_timings(score: Score) -> str:
    found = score.timings
    if not found:
        return "no report"
    return f"LCP {found['LCP'] / 1000:.2f} s, CLS {found['CLS']:.3f}, TBT {found['TBT']:.0f} ms"


def write_page(findings: Findings) -> None:
    """Replace the page with the new measurements."""
    introduction = INTRODUCTION.format(today=date.today().isoformat())  # noqa: DTZ011
    PAGE.write_text("\n".join([introduction, lines_part(findings), *tables(findings)]), encoding="utf-8")


def tables(findings: Findings) -> list[str]:
    """Return every part that was measured, except the lines."""
    parts = (
        (findings.weights, weights_part),
        (findings.queries, queries_part),
        (findings.validations, validator_part),
        (findings.scores, lighthouse_part),
    )
    return [write(findings) for measured, write in parts if measured]


def rows(title: str, head: str, lines: list[str]) -> str:
    divider = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([f"## {title}", "", head, divider, *lines, ""])


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def lines_part(findings: Findings) -> str:
    texts = LIGHTHOUSE_LINES | {number: each.text for number, each in LINES.items()}
    lines = []
    for number in sorted(texts):
        measured = findings.lines.get(number, Measured("not measured", holds=False))
        mark = "holds" if measured.holds else "**does not hold**"
        lines.append(f"| {number} | {cell(texts[number])} | {cell(measured.value)} | {mark} |")
    return rows("Forty lines", "| | what must hold | measured | |", lines)


def weights_part(findings: Findings) -> str:
    lines = []
    for (kind, width), weight in findings.weights.items():
        values = " | ".join(f"{weight.kb(sort):.1f}" for sort in SORTS)
        lines.append(f"| {kind}, {width} px | {values} | {weight.requests} | {weight.total / 1000:.0f} |")
    text = rows("Weight", f"| kB | {' | '.join(SORTS)} | requests | in all |", lines)
    return (
        text
        + "\nBefore scrolling, cold cache, texts compressed with gzip -6. 390 px: a screen with two pixels to one.\n"
    )


def queries_part(findings: Findings) -> str:
    lines = [f"| {each.kind} | {each.few} | {each.many} | {each.limit} |" for each in findings.queries]
    return rows("Queries, no page kept in a cache", "| | 10 posts | 1,000 posts | at most |", lines)


def validator_part(findings: Findings) -> str:
    lines = [f"| {name} | {each.page_count} | {len(each.errors)} |" for name, each in findings.validations.items()]
    return rows("W3C validator", "| | pages | kinds of error |", lines)


def lighthouse_part(findings: Findings) -> str:
    lines = [
        f"| {each.kind}, {each.device} | {tell_score(each)} | {tell_speeds(each)} | {tell_timings(each)} |"
        for each in findings.scores
    ]
    head = "| | speed / access / practices / search engines | speed of each run | |"
    return (
        rows("Lighthouse", head, lines)
        + "\nThe page of search results asks not to be indexed; that audit is set aside for it.\n"
    )
