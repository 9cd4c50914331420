"""The arrows between the layers hold, and a wrong import does not pass unseen."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copied_tree(tmp_path):
    for folder in ("cms", "news"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.md", "*.mo"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree):
    script = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([script, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False)


def test_the_arrows_hold(copied_tree):
    result = lint(copied_tree)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("news/text/planted.py", "import news.models.post"),
        ("news/models/planted.py", "import news.publishing.posts.saving"),
        ("news/rendering/planted.py", "import news.exchange.record"),
        ("news/public/planted.py", "import news.admin.site"),
        ("news/public/planted.py", "import news.publishing.posts.saving"),
        ("news/exchange/formats/planted.py", "import news.models"),
        ("cms/planted.py", "import news.models"),
    ],
)
def test_a_planted_wrong_import_is_found(copied_tree, module, line):
    (copied_tree / module).write_text(line + "\n")
    assert lint(copied_tree).returncode == 1
