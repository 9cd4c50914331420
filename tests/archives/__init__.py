"""The archives that tests walk: our own small one always, the real ones where they are.

A test that takes the fixture `samples` runs on both. What is true of one archive only stands in its table of facts,
`ours.py` or `outer.py`, so that the test itself is written once.
"""

import os
from pathlib import Path

import pytest

from tests.archives.ours import OURS
from tests.archives.outer import outer_archive

VARIABLE = "CMS_TEST_SAMPLES"
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "samples"


def list_archives():
    """The parameters of `samples`. Without the real archives there is no test of them that could be skipped.

    Raises: pytest.UsageError when CMS_TEST_SAMPLES names a folder without them.
    """
    ours = pytest.param(OURS, id="ours")
    named = os.environ.get(VARIABLE, "")
    folder = Path(named).resolve() if named else BESIDE
    if (folder / "hexo" / "_posts").is_dir():
        return [ours, pytest.param(outer_archive(folder), id="outer", marks=pytest.mark.soak)]
    if named:
        raise pytest.UsageError(
            f"{VARIABLE} is {named!r}, but the real archives are not there. Set it to the folder that holds "
            "hexo/_posts and its neighbours, or unset it: then the tests run on our own archive, tests/data/samples."
        )
    return [ours]
