"""What editors are promised, measured line by line by the functions whose values `make evidence` writes down.

One site and one browser serve all lines. `python -m scripts.evidence --lines 45,46` measures some of them alone. The
deadlines are generous here: they are measured where nothing else runs.
"""

import os

import pytest

from scripts.evidence.desk import DESK_LINES, DESK_PROMISES, Desk, measure_desk_line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLACK = 6
CHOSEN = os.environ.get("DESK_LINES", "").split(",") if os.environ.get("DESK_LINES") else []
ELSEWHERE = {"conflicts", "text lost"}  # tests/promises/test_edit_conflicts.py, test_nothing_lost.py


@pytest.fixture
def desk(browser, live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    settings.NEWS_HEARTBEAT_FILE = tmp_path / "publish_due.json"
    desk = Desk(browser, live_server.url, slack=SLACK)
    yield desk
    desk.close()


def test_editors_get_every_line(desk, subtests):
    lines = [*DESK_LINES.values(), *DESK_PROMISES.values()]
    for line in lines:
        if line.number in ELSEWHERE or (CHOSEN and str(line.number) not in CHOSEN):
            continue
        with subtests.test(f"{line.number}: {line.text}"):
            measured = measure_desk_line(desk, line)
            assert measured.holds, measured.value
