"""Only publishing and exchange write posts; read from the source, so that a new writer is found at once."""

import ast

import pytest

from tests.source import ROOT, modules

WRITERS = ("news/publishing/", "news/exchange/", "news/migrations/")
WRITES = {"create", "bulk_create", "update", "bulk_update", "get_or_create", "update_or_create", "delete"}
QUERIES = {"filter", "exclude", "get", "order_by", "annotate", "alias", "values", "get_object_or_404", "Q"}
MARKUP_FILE = "news/rendering/safe_html.py"


def sources():
    return modules("cms", "news")


def chain(node):
    """«Post.objects.filter(…).update» → ["Post", "objects", "filter", "update"]."""
    names = []
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
        node = node.value if isinstance(node, ast.Attribute) else node.func
    if isinstance(node, ast.Name):
        names.append(node.id)
    return names[::-1]


def post_writes(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            names = chain(node.func)
            if names[:2] == ["Post", "objects"] and names[-1] in WRITES:
                yield node.lineno
            if names[-2:] == ["post", "save"] or names[-2:] == ["post", "delete"]:
                yield node.lineno


def test_only_publishing_and_exchange_write_posts():
    found = [f"{name}:{line}" for name, tree in sources() if not name.startswith(WRITERS) for line in post_writes(tree)]
    assert found == []


def test_public_code_reads_posts_through_published_only():
    """`gone` tells that an address was public once; it shows nothing of the post."""
    found = []
    for name, tree in sources():
        if not name.startswith(("news/public/", "news/rendering/", "news/api/", "news/templatetags/")):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and chain(node)[:2] == ["Post", "objects"]:
                names = chain(node)
                if len(names) > 2 and names[2] not in {"published", "gone"}:
                    found.append(f"{name}:{node.lineno} {'.'.join(names)}")
    assert found == []


@pytest.mark.parametrize("word", ["extra", "raw", "RawSQL"])
def test_no_query_is_built_by_hand(word):
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and chain(node.func)[-1:] == [word]:
                pytest.fail(f"{name}:{node.lineno} calls {word}")


def dictionaries_to_queries(tree):
    """Calls that take their conditions or orders from a dictionary (Django CVE-2025-64459)."""
    for node in ast.walk(tree):
        is_query = isinstance(node, ast.Call) and QUERIES.intersection(chain(node.func)[-1:])
        if is_query and any(keyword.arg is None for keyword in node.keywords):
            yield node.lineno


def test_no_request_names_a_column():
    found = []
    for name, tree in sources():
        if name.startswith(("news/public/", "news/api/")):
            found += [f"{name}:{line}" for line in dictionaries_to_queries(tree)]
    assert found == []
    assert list(dictionaries_to_queries(ast.parse("Post.objects.filter(**request.GET)"))) == [1]


def test_markup_is_declared_safe_in_one_file_only():
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id == "mark_safe" and name != MARKUP_FILE:
                pytest.fail(f"{name}:{node.lineno} uses mark_safe; only {MARKUP_FILE} may")
    for path in (ROOT / "templates").rglob("*"):
        text = path.read_text() if path.is_file() else ""
        assert "|safe" not in text.replace(" ", ""), path
        assert "autoescape off" not in text, path


def test_the_detector_sees_a_planted_writer():
    planted = ast.parse("Post.objects.filter(pk=1).update(body='x')\npost.save()")
    assert list(post_writes(planted)) == [1, 2]
