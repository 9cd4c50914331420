"""Imports that are killed, interrupted, or run twice at once: each post whole, none doubled, the end the same."""

import contextlib
import json
import random
import signal
import time

import pytest

from tests.exchange.processes import ROOT, copy_site

FEW, MANY = 100, pytest.param(300, marks=pytest.mark.soak)  # files
DUPLICATES = "SELECT count(*) - count(DISTINCT collection || external_id) FROM news_rawsource"
POSTS = "SELECT count(*) FROM news_post"
# Each generated post has three tags; one with fewer was not written whole.
NOT_WHOLE = """SELECT count(*) FROM news_post p WHERE
    (SELECT count(*) FROM news_posttag t WHERE t.content_object_id = p.id) <> 3
    OR NOT EXISTS (SELECT 1 FROM news_revision r WHERE r.post_id = p.id)
    OR NOT EXISTS (SELECT 1 FROM news_rawsource s WHERE s.post_id = p.id)
    OR NOT EXISTS (SELECT 1 FROM news_importitem i WHERE i.post_id = p.id)"""
TOTALS = ("created", "updated", "unchanged", "skipped", "failed", "images")


@pytest.fixture(params=[FEW, MANY])
def count(request):
    return request.param


@pytest.fixture
def archive(tmp_path, count):
    """Every tenth file is broken, so that failures count too; many of them share a picture address."""
    posts = tmp_path / "archive" / "_posts"
    posts.mkdir(parents=True)
    for number in range(count):
        tags, categories = f"[甲, 标签{number % 7}, 题{number}]", f"[一, 栏目{number % 5}]"
        header = f"title: 第{number}篇\ndate: 2024-05-06\ntags: {tags}\ncategories: {categories}"
        fence = "" if number % 10 == 9 else "---"
        picture = f'<img src="http://images.example/{number % 100}.jpg">'
        (posts / f"{number:04}.md").write_text(f"---\n{header}\n{fence}\n<p>正文{number}</p>{picture}\n", "utf-8")
    return posts


def totals(result):
    return {name: result[name] for name in TOTALS}


def wait_for_posts(machine, process, least):
    while process.poll() is None and machine.number(POSTS) < least:
        time.sleep(0.02)


def test_killed_at_random_moments_and_finished_it_is_as_if_it_had_run_once(machine, migrated, archive, count, tmp_path):
    kills = 1 if count == FEW else 5
    chance = random.Random(5)  # noqa: S311  (the same moments every time, as far as a machine allows)
    for kill in range(kills):
        process = machine.start("import_posts", archive, "--quiet", "--no-network")
        wait_for_posts(machine, process, (kill + 1) * count // (kills + 2))
        time.sleep(chance.random() / 20)
        process.kill()
        process.communicate()
        assert machine.number(NOT_WHOLE) == machine.number(DUPLICATES) == 0
    result = machine.import_json(archive, "--no-network")
    with contextlib.closing(copy_site(migrated, tmp_path / "clean")) as other:
        clean = other.import_json(archive, "--no-network")
    assert totals(result) == totals(clean)
    assert (result["created"], result["failed"], result["exit"]) == (count * 9 // 10, count // 10, 3)
    assert (machine.number(POSTS), machine.number(NOT_WHOLE), machine.number(DUPLICATES)) == (result["created"], 0, 0)
    assert machine.rows("SELECT state FROM news_importbatch") == [("done",)]
    assert machine.number("SELECT count(*) FROM news_importitem") == count


def test_ctrl_c_ends_it_after_the_file_at_hand_and_says_how_to_go_on(machine, archive, count):
    process = machine.start("import_posts", archive, "--no-network")
    wait_for_posts(machine, process, count // 8)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate()
    assert process.returncode == 130, errors
    assert "Run the same command again" in out
    done = machine.number("SELECT count(*) FROM news_importitem WHERE outcome = 'created'")
    code, _out, errors = machine.run("import_posts", archive, "--no-network")
    assert code == 3
    assert f"Continuing import 1: {done} of {count} files are done." in errors


def test_an_undo_that_was_killed_goes_on(machine, archive, count):
    names = ("post", "tag", "category", "image", "rawsource", "revision", "address", "collection")
    before = [machine.number(f"SELECT count(*) FROM news_{name}") for name in names]  # noqa: S608
    batch = machine.import_json(archive, "--no-network")["batch"]
    process = machine.start("import_undo", batch, "--quiet")
    while process.poll() is None and machine.number(POSTS) > count // 2:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    assert 0 < machine.number(POSTS) <= count // 2
    assert machine.number(NOT_WHOLE) == 0
    code, out, errors = machine.run("import_undo", batch, "--json")
    assert code == 0, errors
    assert json.loads(out)["deleted"] > 0
    assert [machine.number(f"SELECT count(*) FROM news_{name}") for name in names] == before  # noqa: S608
    assert machine.rows("SELECT state FROM news_importbatch") == [("undone",)]


def test_of_two_runs_at_once_one_is_turned_away_and_nothing_is_doubled(machine, archive, count):
    first = machine.start("import_posts", archive, "--quiet", "--no-network")
    wait_for_posts(machine, first, 1)
    second = machine.start("import_posts", archive, "--quiet", "--no-network")
    second.communicate()
    first.communicate()
    assert {first.returncode, second.returncode} == {3, 4}
    assert machine.number(POSTS) == count * 9 // 10
    assert machine.number(DUPLICATES) == 0


def test_without_the_lock_the_identity_keeps_runs_apart(machine, archive, count):
    """Four runs in threads of one process, none of which asks for the lock."""
    script = ROOT / "tests" / "exchange" / "unlocked_imports.py"
    code, out, errors = machine.run_script(script, archive)
    assert code == 0, errors
    runs = json.loads(out)
    assert sum(run["created"] for run in runs) == count * 9 // 10
    assert all(run["created"] + run["unchanged"] == count * 9 // 10 for run in runs), runs
    assert all(run["codes"] == ["fence-missing"] for run in runs)
    assert (machine.number(POSTS), machine.number(NOT_WHOLE), machine.number(DUPLICATES)) == (count * 9 // 10, 0, 0)
    assert machine.number("SELECT count(*) - count(DISTINCT key) FROM news_tag") == 0
