"""Measures how many seconds of typing are lost when the browser, the network, the session or the server fails."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page

from scripts.evidence.desk.editing import wait_for_state, written
from scripts.evidence.desk.stage import PASSWORD, READY, Desk, body_of, editor_body, end_sessions, open_form
from scripts.evidence.measured import Measured, desk_promise
from tests.people import make_person

MOST_LOST_S, TYPING_S, PAUSE_MS = 10, 14, 200
Typed = list[float]  # moments of typing; each is in the text as its number, «number。»


def type_on(page: Page, typed: Typed, seconds: float) -> None:
    """Type without ever pausing for the two seconds after which autosave starts."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        page.keyboard.type(f"{len(typed)}。")
        typed.append(time.monotonic())
        page.wait_for_timeout(PAUSE_MS)


def lost_s(typed: Typed, body: str, gone: float) -> float:
    """Return the seconds from the first missing number to the accident; 0 when none is missing."""
    kept = {int(number) for number in re.findall(r"(\d+)。", body)}
    return next((gone - at for number, at in enumerate(typed) if number not in kept), 0.0)


def begin(desk: Desk, person: object) -> tuple[Page, Typed, object]:
    post = written(desk)
    page = open_form(desk.window(person), post)  # type: ignore[arg-type]
    editor_body(page).click()
    page.keyboard.press("Control+End")
    typed: Typed = []
    type_on(page, typed, TYPING_S)
    return page, typed, post


def reopen(desk: Desk, person: object, post: object) -> str:
    """Return the text that the bar restores on another machine."""
    page = open_form(desk.window(person), post)  # type: ignore[arg-type]
    page.locator(".unsaved a.button").first.click()
    page.wait_for_selector(READY, state="attached")
    return body_of(page)


def kill_tab(desk: Desk) -> float:
    person = make_person("editor")
    page, typed, post = begin(desk, person)
    gone = time.monotonic()
    page.close(run_before_unload=False)
    return lost_s(typed, reopen(desk, person, post), gone)


def cut_network(desk: Desk) -> float:
    page, typed, _post = begin(desk, make_person("editor"))
    gone = time.monotonic()
    page.context.set_offline(True)
    type_on(page, typed, 4)
    wait_for_state(page, "offline")
    page.context.set_offline(False)
    wait_for_state(page, "saved")
    return lost_s(typed, body_of(page), gone)


def end_session(desk: Desk) -> float:
    person = make_person("editor")
    page, typed, _post = begin(desk, person)
    gone = time.monotonic()
    end_sessions(person)
    type_on(page, list(typed), 2)  # part of it goes into the password field, once that appears
    page.locator("dialog.sign-in-dialog").wait_for()
    page.fill("#sign-in-password", PASSWORD)
    page.locator("dialog.sign-in-dialog button[type=submit]").click()
    page.locator("dialog.sign-in-dialog").wait_for(state="detached")
    wait_for_state(page, "saved")
    return lost_s(typed, body_of(page), gone)


WAYS: dict[str, Callable[[Desk], float]] = {
    "the tab is killed": kill_tab,
    "the network is gone": cut_network,
    "the session ends": end_session,
}


@desk_promise("text lost", "tab, network, session or server gone while somebody types: at most 10 seconds are lost")
def measure_losses(desk: Desk) -> Measured:
    ways = dict(WAYS)
    if desk.crash is not None:
        ways["the server is killed"] = kill_server
    losses = {}
    for name, lose in ways.items():
        losses[name] = lose(desk)
        desk.close()
    value = "; ".join(f"{name}: {seconds:.1f} s" for name, seconds in losses.items())
    return Measured(value, max(losses.values()) <= MOST_LOST_S)


def kill_server(desk: Desk) -> float:
    """Crash server and browser together, so that only the text stored on the server counts."""
    person = make_person("editor")
    page, typed, post = begin(desk, person)
    gone = time.monotonic()
    assert desk.crash is not None  # noqa: S101 (asked before)
    page.context.set_offline(True)  # the page can send nothing as it closes
    desk.crash()
    page.close(run_before_unload=False)
    return lost_s(typed, reopen(desk, person, post), gone)
