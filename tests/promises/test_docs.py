"""What the documents name is there: files, modules, make targets, commands and their options, pages and headings."""

import re
from pathlib import Path

import pytest
from django.core.management import load_command_class

ROOT = Path(__file__).resolve().parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh-Hans.md"]
PAGES = [
    *READMES,
    *(ROOT / name for name in ("CHANGELOG.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
COMMANDS = {path.stem for path in (ROOT / "news/management/commands").glob("[a-z]*.py")}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
FOLDERS = ("cms", "docs", "news", "requirements", "scripts", "static", "templates", "tests")
NOT_OURS = {"docs/exchange.md"}  # its files are examples of other sites
DJANGOS = {"changepassword", "check", "migrate", "collectstatic", "makemigrations"}
HOSTS = {"org", "com"}  # how names of hosts end
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# Pages that are not in the repository, and numbers of what is counted by the code.
PRIVATE = re.compile(r"\b(?:HOUSE|PROMISES|DEPENDENCIES|EXCHANGE|UX)(?:\.md| \d|, | line)|\bissue \d|shared/[A-Z]")


def name_of(page):
    return page.relative_to(ROOT).as_posix()


def spans(text):
    """What stands between single backticks, outside blocks of code."""
    return re.findall(r"`([^`\n]+)`", FENCE.sub("", text))


def files():
    for folder in FOLDERS:
        yield from ((ROOT / folder).rglob("*"))


@pytest.fixture(scope="module")
def names():
    return {path.relative_to(ROOT).as_posix() for path in files() if "__pycache__" not in path.parts}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_file_that_a_page_names_is_there(page, names):
    missing = []
    for span in spans(page.read_text()):
        first = span.split()[0].rstrip("/").split("::")[0] if span.strip() else ""
        if first.startswith(tuple(f"{folder}/" for folder in FOLDERS)) and "<" not in first:
            missing += [] if list(ROOT.glob(first)) else [span]
        elif re.fullmatch(r"[\w./-]+\.(?:py|js|css|sh)", span) and name_of(page) not in NOT_OURS:
            missing += [] if any(f"/{name}".endswith(f"/{span}") for name in names) else [span]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_module_that_a_page_names_is_there(page, names):
    """`news.text.cleaning.clean_html` is a module and what it holds; `publishing.posts.drafts` is below news."""
    rooms = {path.name for path in (ROOT / "news").iterdir() if path.is_dir()}
    missing = []
    for span in spans(page.read_text()):
        parts = span.removeprefix("news.").split(".") if re.fullmatch(r"[a-z]\w*(?:\.\w+)+", span) else [""]
        if parts[0] in rooms and parts[-1] not in HOSTS and not is_module(parts, names):
            missing.append(span)
    assert missing == []


def is_module(parts, names):
    for end in range(len(parts), 0, -1):
        path = "/".join(["news", *parts[:end]])
        if f"{path}.py" in names:
            held = parts[end : end + 1]
            return all(re.search(rf"\b{name}\b", (ROOT / f"{path}.py").read_text()) for name in held)
        if path in names:
            return end == len(parts)
    return False


def test_each_module_of_the_tree_in_the_architecture_is_there(names):
    tree = FENCE.search((ROOT / "docs/architecture.md").read_text())[0]
    modules = re.findall(r"\b([a-z_]+\.py)\b", tree)
    folders = re.findall(r"^ +([a-z_]+)/", tree, re.MULTILINE)
    known = {part for name in names for part in name.split("/")} | {"manage.py"}
    assert [name for name in [*modules, *folders] if name not in known] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_target_and_command_that_a_page_names_is_there(page):
    text = page.read_text()
    shown = "\n".join([*spans(text), *FENCE.findall(text)])
    targets = set(re.findall(r"^(?:.*[`(] *)?make ([a-z-]+)", shown, re.MULTILINE))
    called = set(re.findall(r"manage\.py ([a-z_]+)", shown))
    assert (targets - TARGETS, called - COMMANDS - DJANGOS) == (set(), set())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_option_of_a_command_that_a_page_shows_is_there(page):
    text = page.read_text()
    lines = [*spans(text), *(line for block in FENCE.findall(text) for line in block.splitlines())]
    wrong = []
    for line in lines:
        called = re.search(rf"(?:^|[ /])({'|'.join(sorted(COMMANDS))})((?: .*)?)$", line.split("#")[0].rstrip())
        if called:
            help_text = load_command_class("news", called[1]).create_parser("manage.py", called[1]).format_help()
            wrong += [f"{called[1]} {each}" for each in re.findall(r"--[a-z-]+", called[2]) if each not in help_text]
    assert wrong == []


@pytest.mark.parametrize("page", READMES, ids=name_of)
def test_the_list_of_commands_in_the_readme_is_whole(page):
    rows = [line for line in page.read_text().splitlines() if line.startswith("| `manage.py ")]
    listed = [span.removeprefix("manage.py ") for row in rows for span in spans(row.split("|")[1])]
    assert sorted(listed) == sorted(COMMANDS)


def test_the_operators_page_tells_of_every_command():
    text = (ROOT / "docs/operating.md").read_text()
    assert [name for name in COMMANDS if not re.search(rf"^\| `{name}[ `]", text, re.MULTILINE)] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_link_leads_to_a_page_and_a_heading_that_are_there(page):
    wrong = []
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", page.read_text())):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _hash, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            wrong.append(target)
    assert wrong == []


def anchors(page):
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_nothing_refers_to_pages_that_are_not_here():
    kinds = {".py", ".md", ".js", ".css", ".html", ".toml", ".sh"}
    texts = [
        path for path in [*files(), *PAGES] if path.suffix in kinds and not {"__pycache__", "data"} & set(path.parts)
    ]
    found = [name_of(path) for path in texts if path != Path(__file__) and PRIVATE.search(path.read_text())]
    assert found == []
