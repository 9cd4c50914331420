"""`make run`: one command from nothing to a site; again, and nothing changes."""

import socket
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from news.models import Post, RawSource, Revision, User

POST = "---\ntitle: 港口\ndate: 2026-03-01 08:00:00\ntags: 海\n---\n\n正文。\n"


@pytest.fixture
def folder(tmp_path):
    posts = tmp_path / "blog" / "_posts"
    posts.mkdir(parents=True)
    (posts / "harbour.md").write_text(POST, encoding="utf-8")
    return tmp_path / "blog"


def start(*words):
    out = StringIO()
    call_command("start", "--no-serve", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_folder_of_ones_own_becomes_the_site_and_a_second_start_changes_nothing(folder, capsys):
    start("--posts", str(folder))
    assert Post.objects.published().get().title == "港口"
    assert set(User.objects.values_list("username", flat=True)) == {"admin", "editor", "reporter"}
    passwords = list(User.objects.order_by("pk").values_list("password", flat=True))
    start("--posts", str(folder))
    assert (Post.objects.count(), RawSource.objects.count(), Revision.objects.count()) == (1, 1, 1)
    assert list(User.objects.order_by("pk").values_list("password", flat=True)) == passwords


@pytest.mark.django_db
def test_one_bad_file_does_not_stop_the_start(folder):
    (folder / "_posts" / "bad.md").write_bytes(b"---\ntitle: x\n---\n\x00\x00")
    start("--posts", str(folder))
    assert Post.objects.count() == 1


@pytest.mark.django_db
def test_a_folder_that_is_not_there_is_named(folder):
    with pytest.raises((CommandError, SystemExit)):
        start("--posts", str(folder / "nowhere"))


def test_a_port_in_use_is_said_before_anything_is_done():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="PORT="):
            call_command("start", "--port", str(taken.getsockname()[1]))
