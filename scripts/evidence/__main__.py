"""Measures a fresh site. Exit code 1: something does not hold; 2: a program is missing.

Writes docs/evidence/reader.md when every part about readers was measured, editor.md when both about the desk were
(--only desk,figures); with --lines it only prints.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from scripts.evidence.chromium import find_chromium
from scripts.evidence.editor_page import PAGE as EDITOR_PAGE
from scripts.evidence.editor_page import desk_parts, join_line_56, write_editor_page
from scripts.evidence.editors import FIRST_LINE, measure_editors, measure_figures
from scripts.evidence.lighthouse import measure_all
from scripts.evidence.lines import LINES
from scripts.evidence.measured import Measured
from scripts.evidence.queries import count_queries
from scripts.evidence.scene import write_scene
from scripts.evidence.screenshots import take_screenshots
from scripts.evidence.site import import_folder, prepare_demo, prepare_empty, served
from scripts.evidence.stage import KINDS, Stage
from scripts.evidence.table import PAGE, Findings, tables, write_page
from scripts.evidence.tools import install_modules, missing_programs
from scripts.evidence.validator import validate
from scripts.evidence.weights import weigh

READER_PARTS = ("screenshots", "lines", "weights", "queries", "validator", "lighthouse")
DESK_PARTS = ("desk", "figures")
PARTS = READER_PARTS + DESK_PARTS
NEEDS = {"validator": {"java", "npm"}, "lighthouse": {"node", "npm"}}
STARTED = time.monotonic()


def say(text: str) -> None:
    print(f"[{time.monotonic() - STARTED:4.0f} s] {text}", flush=True)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # an exception, which also ends servers and browsers
    options = read_options()
    parts = set(options.only.split(",")) if options.only else set(PARTS)
    chosen = [name.strip() for name in options.lines.split(",") if name.strip()]
    numbers = [int(name) for name in chosen if is_for_readers(name)] or sorted(LINES)
    wanted = [name for name in chosen if not is_for_readers(name)]
    if chosen:
        parts = {part for part, names in (("lines", set(chosen) - set(wanted)), ("desk", wanted)) if names}
    programs = set().union(*(NEEDS.get(part, set()) for part in parts))
    told = missing_programs(programs)
    if told or parts - set(PARTS):
        print("\n".join(told) or f"Parts are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    if programs:
        say("installing the tools of package-lock.json")
        install_modules()
    findings = Findings()
    with tempfile.TemporaryDirectory(prefix="masthead-evidence-") as folder:
        if parts & set(READER_PARTS):
            measure(findings, parts, numbers, Path(folder), options.posts)
        if parts & set(DESK_PARTS):
            measure_desk(findings, parts, wanted, Path(folder))
    return tell(findings, set() if chosen else parts)


def is_for_readers(name: str) -> bool:
    return name.isdecimal() and int(name) < FIRST_LINE


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.evidence", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--posts", default=os.environ.get("POSTS", ""), help="a folder of posts to import and validate")
    parser.add_argument("--only", default="", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--lines", default="", help="some lines alone, for instance 19,20,45,first post")
    return parser.parse_args()


def measure(findings: Findings, parts: set[str], numbers: list[int], folder: Path, posts: str) -> None:
    if parts & set(READER_PARTS) - {"queries"}:
        say("preparing the demo site")
        site, password = prepare_demo(folder / "demo")
        with served(site) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
            if "screenshots" in parts:
                say("taking screenshots")
                take_screenshots(browser, base, password)
            import_folder(site, write_scene(folder / "scene"))
            measure_site(findings, parts, numbers, browser, base)
            browser.close()
    if "queries" in parts:
        say("counting queries with 10 and with 1,000 posts")
        findings.queries = count_queries(folder / "queries")
    if "validator" in parts and posts:
        validate_imported(findings, folder / "imported", Path(posts))


def measure_desk(findings: Findings, parts: set[str], wanted: list[str], folder: Path) -> None:
    if "figures" in parts:
        findings.figures = measure_figures(folder / "figures", say)
    if "desk" in parts:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
            findings.desk = measure_editors(browser, folder / "desk", wanted, say)
            browser.close()
    join_line_56(findings.desk, findings.figures)


def measure_site(findings: Findings, parts: set[str], numbers: list[int], browser: Browser, base: str) -> None:
    stage = Stage(browser, base)
    if "lines" in parts:
        for number in numbers:
            findings.lines[number] = measure_line(stage, number)
    if "weights" in parts:
        say("weighing pages")
        findings.weights = {(kind, width): weigh(stage, kind, width) for width in (390, 1280) for kind in KINDS}
    stage.close()
    if "validator" in parts:
        say("validating every page of the demo site")
        findings.validations["demo"] = validate(base)
    if "lighthouse" in parts:
        say("Lighthouse")
        findings.add_scores(measure_all(stage, say))


def measure_line(stage: Stage, number: int) -> Measured:
    """Measure one line. An unexpected page fails this line only; the other lines are still measured."""
    try:
        measured = LINES[number].measure(stage)
    except (Error, LookupError, ValueError, TypeError, OSError) as error:
        measured = Measured(f"{type(error).__name__}: {str(error).splitlines()[0][:200]}", holds=False)
    say(f"line {number} {'holds' if measured.holds else 'DOES NOT HOLD'}: {measured.value}")
    return measured


def validate_imported(findings: Findings, data_dir: Path, posts: Path) -> None:
    say("importing a folder into a second site")
    site = prepare_empty(data_dir)
    counts = import_folder(site, posts)
    say(f"validating every page of the imported site ({counts})")
    with served(site) as base:
        findings.validations["imported"] = validate(base)


def tell(findings: Findings, parts: set[str]) -> int:
    """Write the pages whose parts were all measured, and print the other results. Return the exit code."""
    if parts >= set(READER_PARTS):
        write_page(findings)
        say(f"written: {PAGE}")
    else:
        print("\n".join(tables(findings)))
    if parts >= set(DESK_PARTS):
        write_editor_page(findings.desk, findings.figures)
        say(f"written: {EDITOR_PAGE}")
    else:
        print("\n".join(desk_parts({}, findings.figures)))
    failures = findings.failures()
    print(
        "\n".join([f"{len(failures)} things do not hold:", *failures] if failures else ["Everything measured holds."])
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
