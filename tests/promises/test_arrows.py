"""The arrows between layers, floors, rooms and files hold, and a wrong import does not pass unseen.

import-linter looks at siblings: two folders whose files import each other are a circle for it, also where no file needs
itself. So circles of files, and imports that a function hides, are looked for here.
"""

import ast
import graphlib
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


WRONG_IMPORTS = [
    ("news/text/planted.py", "news.models.post"),
    ("news/models/planted.py", "news.publishing.posts.saving"),
    ("news/rendering/planted.py", "news.exchange.record"),
    ("news/public/planted.py", "news.admin.site"),
    ("news/public/planted_too.py", "news.publishing.posts.saving"),
    ("news/exchange/formats/planted.py", "news.models"),
    ("cms/planted.py", "news.models"),
    ("news/admin/desk.py", "news.admin.log.page"),
    ("news/admin/frame/planted.py", "news.admin.today.page"),
    ("news/admin/editors/planted.py", "news.admin.media.library"),
    ("news/admin/requests.py", "news.admin.desk"),
    ("news/admin/posts/planted.py", "news.admin.site"),
    ("news/admin/log/planted.py", "news.admin.history.comparing"),
    ("news/publishing/versions/planted.py", "news.publishing.posts.relations"),
    ("news/publishing/log/planted.py", "news.publishing.names.merging"),
    ("news/publishing/names/planted.py", "news.publishing.posts.saving"),
    ("news/publishing/checks/planted.py", "news.publishing.posts.saving"),
    ("news/publishing/site/planted.py", "news.publishing.posts.saving"),
]


def test_each_planted_wrong_import_is_named(copied_tree):
    for module, imported in WRONG_IMPORTS:
        plant(copied_tree, module, f"import {imported}")
    result = lint(copied_tree)
    assert result.returncode == 1
    said = " ".join(result.stdout.split())
    unseen = [
        (module, imported)
        for module, imported in WRONG_IMPORTS
        if f"{module.removesuffix('.py').replace('/', '.')} -> {imported} " not in said
    ]
    assert unseen == [], result.stdout


@pytest.mark.parametrize("module", ["news/admin/new_page/__init__.py", "news/publishing/new_room/__init__.py"])
def test_a_folder_that_no_contract_knows_is_found(copied_tree, module):
    plant(copied_tree, module, "")
    result = lint(copied_tree)
    assert result.returncode == 1
    assert "exhaustive" in result.stdout + result.stderr or "BROKEN" in result.stdout


def plant(tree, module, text):
    path = tree / module
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{path.read_text() if path.exists() else ''}\n{text}\n")


# Django imports the modules of app configurations before it has loaded the models.
MAY_IMPORT_LATER = {("news.apps", "ready"), ("news.admin.apps", "ready")}


def read_modules(tree):
    """Dotted names of the files of `news`, with their syntax trees. Migrations follow an order of their own."""
    modules = {}
    for path in sorted((tree / "news").rglob("*.py")):
        parts = path.relative_to(tree).with_suffix("").parts
        if "migrations" not in parts:
            modules[".".join(parts).removesuffix(".__init__")] = ast.parse(path.read_text())
    return modules


def walk(node, place=""):
    """Every node below, with the name of the function, or "TYPE_CHECKING", that keeps it from running on import."""
    for child in ast.iter_child_nodes(node):
        inner = place
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = child.name
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            inner = "TYPE_CHECKING"
        yield child, inner
        yield from walk(child, inner)


def names_in(node, importer):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert not node.level, f"{importer} imports by a relative name"
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def read_arrows(modules):
    """Who imports whom, and where that is hidden, whether it runs on import, in a function or for the type checker."""
    for importer, tree in modules.items():
        for node, place in walk(tree):
            for name in names_in(node, importer):
                imported = name
                while imported and imported not in modules:
                    imported = imported.rpartition(".")[0]
                if imported and imported != importer:
                    yield importer, imported, place


def find_circle(modules):
    graph = {name: set() for name in modules}
    for importer, imported, _place in read_arrows(modules):
        graph[importer].add(imported)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return " <- ".join(error.args[1])
    return ""


def find_hidden(modules):
    hidden = {(importer, place, imported) for importer, imported, place in read_arrows(modules) if place}
    return sorted(arrow for arrow in hidden if arrow[:2] not in MAY_IMPORT_LATER)


def test_no_file_needs_itself():
    assert find_circle(read_modules(ROOT)) == ""


def test_no_import_hides_an_arrow():
    assert find_hidden(read_modules(ROOT)) == []


@pytest.mark.parametrize(
    "text",
    [
        "from news.text import planted_b",
        "def late():\n    from news.text.planted_b import VALUE",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import news.text.planted_b",
    ],
)
def test_a_planted_circle_is_found_and_named(text):
    planted = {
        "news.text.planted_a": text,
        "news.text.planted_b": "from news.text.planted_c import VALUE",
        "news.text.planted_c": "from news.text.planted_a import late",
    }
    circle = find_circle(read_modules(ROOT) | {name: ast.parse(text) for name, text in planted.items()})
    assert set(circle.split(" <- ")) == set(planted)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("def late():\n    from news.text.slugs import slugify", "late"),
        ("class A:\n    def late(self):\n        if self:\n            import news.text.slugs", "late"),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from news.text import slugs", "TYPE_CHECKING"),
    ],
)
def test_a_planted_hidden_import_is_found(text, place):
    modules = read_modules(ROOT) | {"news.models.planted": ast.parse(text)}
    assert find_hidden(modules) == [("news.models.planted", place, "news.text.slugs")]
