"""Two editors, one post, both save: nothing is lost and nobody is stopped without a reason (promise P1).

Runs on whichever database the suite uses. The cases that must not be taken for a conflict stand in
tests/admin/test_conflicts.py and below.
"""

import random
import threading
import time

import pytest
from django.db import connection

from news.admin.posts.versions import sign_version
from news.models import Post, Revision
from news.publishing.posts.saving import save_post
from tests.admin.forms import post_url, read_form
from tests.people import make_person, sign_in

FEW, MORE, MANY = 20, 60, 200  # rounds: each time, on PostgreSQL, and in soak
POSTS = 10  # in turn, so that the text stays short
LONGEST_WAIT_S, LONGEST_PAUSE_S = 0.1, 0.05  # before the form is opened, before it is sent
DEADLINE_S = 600  # generous: a machine that is busy with other things is no fault


class Desk(threading.Thread):
    """One editor. In each round: opens the form as it is, writes a paragraph, saves; after a conflict once more."""

    def __init__(self, client, posts, values, barrier, *, seed, rounds):
        super().__init__(daemon=True)
        self.client, self.posts, self.values, self.barrier, self.rounds = client, posts, values, barrier, rounds
        self.random = random.Random(seed)  # noqa: S311 (a seed makes a run repeatable)
        self.written, self.conflicts, self.false_conflicts, self.faults = [], 0, 0, []

    def run(self):
        try:
            for number in range(self.rounds):
                self.barrier.wait(DEADLINE_S)
                time.sleep(self.random.uniform(0, LONGEST_WAIT_S))
                self.write(self.posts[number % POSTS], f"{self.client.user.username}-{number}.")
        except Exception as error:
            self.faults.append(repr(error))
            self.barrier.abort()
        finally:
            connection.close()

    def write(self, post, words):
        for _try in range(20):
            opened = Post.objects.only("pk", "version", "body").get(pk=post.pk)
            time.sleep(self.random.uniform(0, LONGEST_PAUSE_S))
            sent = {**self.values, "version": sign_version(opened), "body": f"{opened.body}<p>{words}</p>"}
            answer = self.client.post(post_url(post), {**sent, "_continue": "1"})
            if answer.status_code == 302:
                self.written.append(words)
                return
            assert answer.status_code == 409, answer.status_code
            self.note_conflict(opened, answer, words)
        raise AssertionError("twenty conflicts in a row")

    def note_conflict(self, opened, answer, words):
        self.conflicts += 1
        others = Revision.objects.filter(post=opened, version__gt=opened.version).exclude(user=self.client.user)
        is_kept = words in answer.content.decode()
        if not others.exists() or not is_kept:
            self.false_conflicts += 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", [FEW, pytest.param(MANY, marks=pytest.mark.soak)])
def test_no_edit_is_lost_in_random_interleavings(client_of, capsys, rounds):
    if rounds == FEW and connection.vendor == "postgresql":
        rounds = MORE
    first, second = client_of("editor"), client_of("editor")
    posts = [save_post(Post(title="两个人", body="<p>开头</p>", language="en"), first.user) for _ in range(POSTS)]
    barrier = threading.Barrier(2)
    desks = [
        Desk(client, posts, read_form(client.get(post_url(posts[0]))), barrier, seed=seed, rounds=rounds)
        for seed, client in enumerate((first, second))
    ]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join(DEADLINE_S)
    assert [desk.faults for desk in desks] == [[], []]
    body = "".join(Post.objects.values_list("body", flat=True))
    lost = [words for desk in desks for words in desk.written if f"<p>{words}</p>" not in body]
    conflicts, false = (sum(getattr(desk, name) for desk in desks) for name in ("conflicts", "false_conflicts"))
    with capsys.disabled():
        print(f"\n  {connection.vendor}: {rounds} rounds, {conflicts} conflicts, {len(lost)} lost, {false} false")  # noqa: T201
    assert sum(len(desk.written) for desk in desks) == 2 * rounds
    assert lost == []
    assert false == 0
    assert conflicts > rounds // 10  # or nothing has been tried


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_same_moment_saves_once(client_of):
    client = client_of("editor")
    post = save_post(Post(title="双击", body="<p>一</p>", language="en"), client.user)
    sent = {**read_form(client.get(post_url(post))), "body": "<p>二</p>", "_continue": "1"}
    for number in range(10):
        sent |= {"version": sign_version(Post.objects.get(pk=post.pk)), "body": f"<p>{number}</p>"}
        statuses = together(client, post, sent, count=2)
        assert statuses == [302, 302]
    assert Post.objects.get(pk=post.pk).version == 11


def together(client, post, sent, count):
    statuses = []

    def save():
        other = sign_in(type(client)(), client.user)
        try:
            barrier.wait(DEADLINE_S)
            statuses.append(other.post(post_url(post), sent).status_code)
        finally:
            connection.close()

    barrier = threading.Barrier(count)
    threads = [threading.Thread(target=save) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE_S)
    return statuses


@pytest.fixture
def client_of():
    from django.test import Client

    def sign_one_in(role):
        client = Client()
        client.user = make_person(role)
        return sign_in(client, client.user)

    return sign_one_in
