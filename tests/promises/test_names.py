"""One class name, one meaning; read from the source, so that a second meaning is found at once."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Django finds these by their names, in each command and in each model and form.
DJANGO_NAMES = {"Command", "Meta"}

# Short names for a class that stands inside a model, each in several modules, with the same meaning in all of them.
ALIASES = {
    "Outcome": "ImportItem.Outcome",  # named in nearly every line of what an import tells
    "Stage": "ImportBatch.Stage",  # the steps of a batch, which imports, undo and pruning move it through
    "State": "Image.State",  # the states of a picture, which the command counts
    "Undo": "ImportItem.Undo",  # what an undo did with a post, which the page of imports shows as well
}


def sources():
    for folder in ("cms", "news"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text()


def class_names(text):
    """The classes of a module, nested ones too, and the names that it gives to types at its top level."""
    tree = ast.parse(text)
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    top = [inner for node in tree.body for inner in (ast.walk(node) if isinstance(node, ast.If) else [node])]
    for node in top:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and node.value:
            is_alias = ast.unparse(node.value) == ALIASES.get(target.id)
            if target.id[0].isupper() and not target.id.isupper() and not is_alias:
                names.add(target.id)
    return names - DJANGO_NAMES


def names_of_two(texts):
    places = defaultdict(list)
    for module, text in texts:
        for name in class_names(text):
            places[name].append(module)
    return {name: modules for name, modules in places.items() if len(modules) > 1}


def test_no_class_name_has_two_meanings():
    assert names_of_two(sources()) == {}


@pytest.mark.parametrize(
    "second",
    [
        "class Place: ...",
        "class Form:\n    class Place: ...",
        "Place = tuple[str, int]",
        "Place: TypeAlias = str",
        "if TYPE_CHECKING:\n    Place = str",
    ],
)
def test_a_second_meaning_is_found(second):
    assert names_of_two([("one.py", "class Place: ..."), ("two.py", second)]) == {"Place": ["one.py", "two.py"]}


def test_an_alias_means_the_class_that_it_is_listed_for():
    image = ("image.py", "class Image:\n    class State: ...")
    assert names_of_two([image, ("command.py", "State = Image.State")]) == {}
    assert "State" in names_of_two([image, ("command.py", "State = Country.State")])


def test_listed_aliases_are_used():
    found = {
        ast.unparse(node) for _, text in sources() for node in ast.parse(text).body if isinstance(node, ast.Assign)
    }
    assert {f"{name} = {whole}" for name, whole in ALIASES.items()} <= found
