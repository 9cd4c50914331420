"""Foreign pictures are decoded in one place only; read from the source, so that a second way in is found at once."""

import ast

from tests.source import ROOT, modules

DECODER = "news/images/child/"
DRAWINGS = "news/demo/"  # makes pictures of its own and reads none
CHILDS_NEIGHBOURS = {"news.images.child", "news.images.errors", "news.images.worker_messages", "news.images.limits"}


def imports():
    """File and module name of every import in the product."""
    for name, tree in modules("cms", "news"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield name, node.module or ""


def test_only_the_worker_and_the_drawings_load_a_decoder():
    found = [
        pair for pair in imports() if pair[1].split(".")[0] == "PIL" and not pair[0].startswith((DECODER, DRAWINGS))
    ]
    assert found == []


def test_the_drawings_open_no_picture():
    for path in (ROOT / DRAWINGS).rglob("*.py"):
        calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        assert not [call for call in calls if ast.unparse(call) == "Image.open"], path


def test_the_worker_knows_nothing_of_the_site():
    """No settings, no database: there is nothing of ours in it."""
    for name, module in imports():
        if name.startswith(DECODER):
            assert module.split(".")[0] not in {"django", "cms"}, name
            known = any(module == each or module.startswith(f"{each}.") for each in CHILDS_NEIGHBOURS)
            assert known or not module.startswith("news"), f"{name} imports {module}"


def test_nothing_of_the_site_calls_the_workers_code_itself():
    found = [pair for pair in imports() if pair[1].startswith("news.images.child") and not pair[0].startswith(DECODER)]
    assert found == []
