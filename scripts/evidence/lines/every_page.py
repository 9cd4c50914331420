"""Lines about every kind of page: accessibility, hosts, widths, targets, headings, pictures."""

from itertools import pairwise

from scripts.evidence.measured import Measured, line, no_faults
from scripts.evidence.stage import HEIGHTS, KINDS, Stage
from scripts.evidence.sweep import Visit, look_at_all


def told(visits: list[Visit], name: str) -> list[str]:
    """Return the entries of one list of facts, each with the pages where it was found."""
    where: dict[str, list[str]] = {}
    for visit in visits:
        for entry in visit.facts[name]:  # type: ignore[attr-defined]
            where.setdefault(str(entry), []).append(f"{visit.kind} {visit.width}")
    return [f"{entry} on {', '.join(dict.fromkeys(places))}" for entry, places in where.items()]


@line(1, "axe finds nothing on nine kinds of page, light and dark, 390 and 1280 px")
def measure_access(stage: Stage) -> Measured:
    where: dict[str, list[str]] = {}
    for visit in look_at_all(stage):
        for violation in visit.violations:
            where.setdefault(violation, []).append(visit.where)
    count = len(look_at_all(stage))
    faults = [f"{violation} on {', '.join(places)}" for violation, places in where.items()]
    return no_faults(faults, f"0 violations in {count} windows")


@line(6, "every request goes to the site's own host; the console stays silent")
def measure_hosts(stage: Stage) -> Measured:
    visits = look_at_all(stage)
    faults = [f"{visit.where}: {text}" for visit in visits for text in (*visit.strangers, *visit.errors)]
    return no_faults(faults, "0 requests to other hosts, 0 errors")


@line(10, "nothing is wider than the window at 320, 390, 768 and 1280 px; from 390 px on at text twice as large too")
def measure_widths(stage: Stage) -> Measured:
    faults = []
    for kind in KINDS:
        page = stage.visit(kind, 390)
        for scale in ("", "200%"):
            page.evaluate("(scale) => { document.documentElement.style.fontSize = scale; }", scale)
            for width, height in list(HEIGHTS.items())[1 if scale else 0 :]:
                page.set_viewport_size({"width": width, "height": height})
                over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                if over > 0:
                    faults.append(f"{kind} at {width}{' and ' + scale if scale else ''}: {over} px too wide")
        page.set_viewport_size({"width": 390, "height": HEIGHTS[390]})
    return no_faults(faults, f"0 px too wide on {len(KINDS)} kinds of page")


@line(11, "every target is at least 24 × 24 px; navigation and buttons are at least 44 px high")
def measure_targets(stage: Stage) -> Measured:
    visits = [visit for visit in look_at_all(stage) if not visit.is_dark]
    small = [f"below 24: {text}" for text in told(visits, "small")]
    return no_faults([*small, *(f"below 44: {text}" for text in told(visits, "low"))], "all of them")


@line(12, "one h1; no level of headings is skipped")
def measure_headings(stage: Stage) -> Measured:
    faults = []
    for visit in (each for each in look_at_all(stage) if not each.is_dark):
        levels = [int(level) for level in visit.facts["headings"]]  # type: ignore[attr-defined]
        if levels.count(1) != 1:
            faults.append(f"{visit.where}: {levels.count(1)} h1")
        # Some pages have the site's name as first heading; after it levels may only go down one at a time.
        faults += [f"{visit.where}: h{a} then h{b}" for a, b in pairwise([0, *levels]) if b > a + 1]
    return no_faults(faults, "on every kind of page")


@line(13, "pictures have width, height and alt; those below the fold load late, the first large one at once")
def measure_pictures(stage: Stage) -> Measured:
    visits = [visit for visit in look_at_all(stage) if not visit.is_dark]
    faults = [f"incomplete: {text}" for text in told(visits, "unsized")]
    faults += [f"eager below the fold: {text}" for text in told(visits, "eagerBelow")]
    faults += [
        f"{visit.where}: {visit.facts['urgent']} urgent" for visit in visits if int(str(visit.facts["urgent"])) > 1
    ]
    faults += [
        f"{visit.where}: the first picture is not urgent"
        for visit in visits
        if visit.kind in ("home", "post") and visit.facts["urgent"] != 1
    ]
    return no_faults(faults, f"{sum(int(str(visit.facts['images'])) for visit in visits)} pictures looked at")
