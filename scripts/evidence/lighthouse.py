"""Runs Lighthouse once with the desktop preset and several times as a mid-range phone, taking the median."""

import json
import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from scripts.evidence.chromium import find_chromium
from scripts.evidence.stage import Stage
from scripts.evidence.tools import HERE, LIGHTHOUSE

KINDS = ("home", "category", "post", "search")
MOBILE_RUNS = 5
FLOOR = 97
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMINGS = {"LCP": "largest-contentful-paint", "CLS": "cumulative-layout-shift", "TBT": "total-blocking-time"}
PATIENCE_S = 120
ATTEMPTS = 3
NO_INDEX = "is-crawlable"  # search results ask not to be indexed, on purpose


class LighthouseError(Exception):
    """Lighthouse gave no report."""


@dataclass
class Score:
    """All runs for one kind of page on one device. Scores are 0 to 100, timings are milliseconds (CLS: a shift)."""

    kind: str
    device: str
    runs: list[dict[str, int]] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)
    costs: list[str] = field(default_factory=list)

    @property
    def medians(self) -> dict[str, int]:
        """Return the median scores, 0 where no run gave a report."""
        return {name: round(median([run[name] for run in self.runs] or [0])) for name in CATEGORIES}

    @property
    def holds(self) -> bool:
        worst = min((run["performance"] for run in self.runs), default=0)
        return bool(self.runs) and set(self.medians.values()) == {100} and worst >= FLOOR


def measure_all(stage: Stage, tell: Callable[[str], None]) -> list[Score]:
    """Measure the four kinds of page on desktop and mobile."""
    scores = []
    for kind in KINDS:
        for device, count in (("desktop", 1), ("mobile", MOBILE_RUNS)):
            scores.append(measure(stage, kind, device, count))
            tell(f"  {kind}, {device}: {scores[-1].medians}")
    return scores


def measure(stage: Stage, kind: str, device: str, count: int) -> Score:
    """Measure one page. If Lighthouse cannot load it, the score has no runs, and its costs give the reason."""
    url, score = stage.base + stage.paths[kind], Score(kind, device)
    try:
        reports = [run_patiently(url, device, is_search=kind == "search") for _ in range(count)]
    except LighthouseError as error:
        score.costs = [str(error)]
        return score
    score.runs = [read_scores(report) for report in reports]
    for name, audit in TIMINGS.items():
        score.timings[name] = median(float(report["audits"][audit]["numericValue"]) for report in reports)
    score.costs = sorted({cost for report in reports for cost in read_costs(report)})
    return score


def run_patiently(url: str, device: str, *, is_search: bool) -> dict:
    """Run Lighthouse again if Chromium lost its trace, which happens on a busy machine."""
    for _ in range(ATTEMPTS - 1):
        try:
            return run_lighthouse(url, device, is_search=is_search)
        except LighthouseError as error:
            if "NO_NAVSTART" not in str(error) and "NO_FCP" not in str(error):
                raise
    return run_lighthouse(url, device, is_search=is_search)


def read_scores(report: dict) -> dict[str, int]:
    return {name: round((report["categories"][name]["score"] or 0) * 100) for name in CATEGORIES}


def read_costs(report: dict) -> list[str]:
    """Return the audits that cost points, with the first item each one found."""
    costs = []
    for name, category in report["categories"].items():
        for each in category["auditRefs"]:
            audit = report["audits"][each["id"]]
            if each["weight"] and audit["score"] is not None and audit["score"] < 1:
                costs.append(f"{name}: {each['id']} {audit.get('displayValue') or first_item(audit)}".strip())
    return costs


def first_item(audit: dict) -> str:
    items = (audit.get("details") or {}).get("items") or [{}]
    node = items[0].get("node") or {}
    return str(node.get("selector") or items[0].get("description") or items[0].get("source") or "")[:120]


def run_lighthouse(url: str, device: str, *, is_search: bool) -> dict:
    """Return the report of one run, and end every process it started.

    Raises: LighthouseError.
    """
    command = ["node", str(LIGHTHOUSE), url, "--output=json", "--quiet", "--no-enable-error-reporting"]
    command += ["--chrome-flags=--headless=new --no-sandbox", f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--preset=desktop"] if device == "desktop" else []
    command += [f"--skip-audits={NO_INDEX}"] if is_search else []
    environment = os.environ | {"CHROME_PATH": str(find_chromium())}
    process = subprocess.Popen(
        command,
        cwd=HERE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        out, errors = process.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        raise LighthouseError(f"no report within {PATIENCE_S} s") from None
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)  # on this signal it ends its Chromium, which is in another process group
            process.wait(10)
    if process.returncode or not out:
        raise LighthouseError(f"no report: {errors.strip()[-200:]}")
    return dict(json.loads(out))
