"""`make lint` fails when a script of ours holds a fault: its own command, run on planted ones."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLANTED = {
    "no-unused-vars": ["const unused = 1;", "import { send } from './desk.js';", "export const act = (unused) => 1;"],
    "no-undef": ["export const read = () => undefinedName;", "export const act = () => { accidentalGlobal = 1; };"],
    "no-implicit-globals": ["function shared() {}\nwindow.addEventListener('load', shared);"],
    "no-unreachable": ["export const act = () => { return 1; window.close(); };"],
    "no-dupe-keys": ["export const table = { key: 1, key: 2 };"],
    "named": ["export { missing } from './desk.js';"],
    "eqeqeq": ["export const is = (one, other) => one == other;"],
    "no-var": ["export var old = 1;"],
    "prefer-const": ["let fixed = 1;\nwindow.console.log(fixed);"],
}


def lint(folder):
    [command] = re.findall(r"^\t@\$\(BIN\)/(oxlint .*)$", (ROOT / "Makefile").read_text(), re.M)
    shutil.copy(ROOT / ".oxlintrc.json", folder)
    parts = [str(Path(sys.executable).parent / "oxlint"), "--format", "unix", *command.split()[1:]]
    return subprocess.run(parts, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def scripts(tmp_path):
    shutil.copytree(ROOT / "static", tmp_path / "static", ignore=shutil.ignore_patterns("*.css", "*.png", "*.jpg"))
    return tmp_path / "static" / "news-admin"


def test_planted_faults_fail_it(scripts):
    names = {}
    for rule, sources in PLANTED.items():
        for number, source in enumerate(sources):
            name = f"planted-{rule}-{number}.js"
            names[name] = rule
            (scripts / name).write_text(f"{source}\n")
    result = lint(scripts.parent.parent)
    assert result.returncode == 1, result.stdout
    found = re.findall(r"static/news-admin/([^:]+):\S+ .*/\w+\(([\w-]+)\)\]$", result.stdout, re.M)
    assert [(name, rule) for name, rule in names.items() if (name, rule) not in found] == [], result.stdout


def test_our_scripts_have_none(scripts):
    result = lint(scripts.parent.parent)
    assert result.returncode == 0, result.stdout
