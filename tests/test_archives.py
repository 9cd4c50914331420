"""Which archives the fixture `samples` offers, and that our own one is what its list says."""

import json

import pytest

from tests import archives


@pytest.fixture
def nothing_beside(monkeypatch, tmp_path):
    monkeypatch.delenv(archives.VARIABLE, raising=False)
    monkeypatch.setattr(archives, "BESIDE", tmp_path / "shared" / "samples")


def offered():
    return [(param.id, [mark.name for mark in param.marks]) for param in archives.list_archives()]


def test_a_clone_without_the_real_archives_has_no_test_to_skip(nothing_beside):
    assert offered() == [("ours", [])]


def test_the_real_archives_are_walked_in_soak(nothing_beside, monkeypatch, tmp_path):
    (tmp_path / "real" / "hexo" / "_posts").mkdir(parents=True)
    monkeypatch.setenv(archives.VARIABLE, str(tmp_path / "real"))
    assert offered() == [("ours", []), ("outer", ["soak"])]
    monkeypatch.delenv(archives.VARIABLE)
    monkeypatch.setattr(archives, "BESIDE", tmp_path / "real")
    assert offered() == [("ours", []), ("outer", ["soak"])]


def test_a_folder_that_is_named_and_not_there_stops_the_run_with_what_to_do(nothing_beside, monkeypatch, tmp_path):
    monkeypatch.setenv(archives.VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(pytest.UsageError, match=r"CMS_TEST_SAMPLES is .*nowhere.*Set it to the folder.*or unset it"):
        archives.list_archives()


def test_the_list_of_odd_files_names_each_of_them(samples):
    folder = samples.folder / "odd"
    rows = json.loads((folder / "INDEX.json").read_text("utf-8"))
    assert sorted(row["file"] for row in rows) == sorted(path.name for path in folder.glob("*.md"))
    assert all(row["why"] for row in rows)


def test_each_hostile_piece_has_its_source(samples):
    rows = json.loads((samples.folder / "html_payloads.json").read_text("utf-8"))
    assert len(rows) == len(samples.payloads) == samples.payload_count
    assert all(row["source"] for row in rows)
