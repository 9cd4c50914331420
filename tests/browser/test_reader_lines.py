"""What readers are promised, measured line by line by the functions whose values `make evidence` writes down.

One site, made by the real importer, and one set of browser windows serve all lines. `python -m scripts.evidence
--lines 19,20` measures some of them alone.
"""

import io

import pytest
from django.core.management import call_command

from scripts.evidence.lines import LINES
from scripts.evidence.scene import write_scene
from scripts.evidence.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(browser, live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    call_command("import_posts", str(write_scene(tmp_path / "scene")), quiet=True, stderr=io.StringIO())
    stage = Stage(browser, live_server.url)
    yield stage
    stage.close()


def test_readers_get_every_line(stage, subtests):
    for line in LINES.values():
        with subtests.test(f"{line.number}: {line.text}"):
            measured = line.measure(stage)
            assert measured.holds, measured.value
