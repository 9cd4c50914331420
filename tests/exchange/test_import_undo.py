"""`import_undo` as an operator meets it."""

import io
import json
import signal
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone, translation

from news.exchange.locks import hold_import_lock
from news.exchange.receipts import ReportFile
from news.management import undoing
from news.management.commands.import_undo import Command
from news.models import ImportBatch, Post
from news.publishing.posts.saving import save_post
from tests import commands
from tests.exchange.dumps import dump

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def imported(blog, run):
    for name in "abc":
        blog.write(name, f"title: {name}\ntags: [{name}]")
    batch = run(blog.posts).batch
    save_post(Post.objects.get(title="b"))
    return batch


say = partial(commands.say, "import_undo")
refuse = partial(commands.refuse, "import_undo")


def test_it_tells_what_went_and_what_was_kept_and_why(imported):
    out, _errors, code = say(imported)
    assert code == 0
    for words in (
        f"Import {imported} undone",
        "deleted 2",
        "restored 0",
        "kept 1",
        "tags 2",
        "It has been edited here since.",
    ):
        assert words in out
    assert [post.title for post in Post.objects.all()] == ["b"]


def test_json_has_the_counts_and_an_entry_per_post(imported):
    result = json.loads(say(imported, json=True)[0])
    assert list(result) == ["batch", "dry_run", "again", "deleted", "restored", "kept", "removed", "items", "seconds"]
    assert (result["deleted"], result["kept"], result["removed"]) == (2, 1, {"tag": 2})
    assert [item["undo"] for item in result["items"]] == ["deleted", "kept", "deleted"]
    assert result["items"][1]["reason"] == "It has been edited here since."


def test_a_dry_run_says_the_same_and_writes_nothing(imported):
    before = dump()
    dry = json.loads(say(imported, json=True, dry_run=True)[0])
    assert (dump(), ImportBatch.objects.get().state) == (before, "done")
    real = json.loads(say(imported, json=True)[0])
    assert (dry["items"], dry["deleted"], dry["kept"]) == (real["items"], real["deleted"], real["kept"])


def test_quiet_prints_only_what_was_kept(imported):
    out, errors, code = say(imported, quiet=True)
    assert (out, code) == ("", 0)
    assert errors.splitlines()[0].endswith("It has been edited here since.")
    assert len(errors.splitlines()) == 1


def find_report(lines):
    return [line.removeprefix("Report: ") for line in lines.splitlines() if line.startswith("Report: ")]


def test_it_names_its_report(imported):
    (path,) = find_report(say(imported)[0])
    assert len(Path(path).read_text("utf-8").splitlines()) == 3


def test_quiet_names_the_report_when_not_all_that_was_kept_is_shown(imported, monkeypatch):
    monkeypatch.setattr(undoing, "SHOWN_PROBLEMS", 0)
    errors = say(imported, quiet=True)[1]
    assert "1 more" in errors
    assert len(find_report(errors)) == 1


def test_the_second_time_it_says_that_it_was_undone_already(imported):
    say(imported)
    out, _errors, code = say(imported)
    assert (code, f"Import {imported} has already been undone." in out) == (0, True)


def test_an_unknown_import_names_the_nearest(imported):
    code, message = refuse(imported + 5)
    assert (code, f"Did you mean {imported}?" in message) == (2, True)


def test_an_import_whose_before_images_are_gone_says_so(imported):
    ImportBatch.objects.update(pruned_at=timezone.now())
    code, message = refuse(imported)
    assert (code, "can no longer be undone" in message) == (1, True)
    assert Post.objects.count() == 3


def test_it_waits_for_no_other_run(imported):
    with hold_import_lock():
        assert refuse(imported)[0] == 4
    assert Post.objects.count() == 3


def test_ctrl_c_ends_it_after_the_post_at_hand_and_the_next_run_goes_on(imported, monkeypatch):
    def add(self, item, add=ReportFile.add):
        add(self, item)
        signal.raise_signal(signal.SIGINT)

    with monkeypatch.context() as patch:
        patch.setattr(ReportFile, "add", add)
        out, _errors, code = say(imported)
    assert (code, "Run the same command again" in out) == (130, True)
    assert (Post.objects.count(), ImportBatch.objects.get().state) == (2, "undoing")
    assert say(imported)[2] == 0
    assert (Post.objects.count(), ImportBatch.objects.get().state) == (1, "undone")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def answer_with(monkeypatch):
    """Somebody sits at a terminal; gives the questions they were asked."""

    def sit_down(answer):
        asked = []
        monkeypatch.setattr(undoing.sys, "stdin", Terminal())
        monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or answer())
        return asked

    return sit_down


@pytest.mark.parametrize(("answer", "left"), [("n", 3), ("", 3), ("y", 1)])
def test_on_a_terminal_it_asks_first(imported, answer_with, answer, left):
    asked = answer_with(lambda: answer)
    if left == 3:
        assert refuse(imported)[0] == 1
    else:
        say(imported)
    assert Post.objects.count() == left
    assert "deleted 2" in asked[0]


@pytest.mark.parametrize("way_out", [KeyboardInterrupt, EOFError])
def test_who_leaves_the_question_has_said_no(imported, answer_with, way_out):
    def leave():
        raise way_out

    answer_with(leave)
    assert refuse(imported) == (1, "Nothing was undone.")
    assert Post.objects.count() == 3


def test_others_may_import_while_it_waits_for_the_answer(imported, answer_with):
    def answer():
        with hold_import_lock():
            return "y"

    answer_with(answer)
    assert say(imported)[2] == 0
    assert Post.objects.count() == 1


def test_it_asks_nothing_while_another_run_holds_the_lock(imported, answer_with):
    asked = answer_with(lambda: "y")
    with hold_import_lock():
        assert refuse(imported)[0] == 4
    assert asked == []


def test_it_does_not_ask_about_an_import_that_is_undone_already(imported, answer_with):
    say(imported)
    asked = answer_with(lambda: "n")
    out, _errors, code = say(imported)
    assert (asked, code, "already been undone" in out) == ([], 0, True)


def test_yes_does_not_ask(imported, monkeypatch):
    monkeypatch.setattr("builtins.input", pytest.fail)
    assert say(imported, yes=True)[2] == 0


def test_help_has_examples_and_exit_codes():
    text = Command().create_parser("manage.py", "import_undo").format_help()
    assert text.count("manage.py import_undo ") >= 3
    assert "130 interrupted" in text
