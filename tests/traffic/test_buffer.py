"""No view is lost and none doubled: by threads, by a database that is away, at the end of the process."""

import datetime as dt
import subprocess
import sys
import threading
from collections import Counter

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from news.models import ViewCount
from news.traffic import buffer as buffers
from news.traffic import storing
from news.traffic.buffer import ViewBuffer
from news.traffic.storing import add_views
from tests.factories import PostFactory

DAY = dt.date(2026, 11, 24)


class Store:
    """A database of counts that can be away."""

    def __init__(self):
        self.counts, self.is_away, self.writes = Counter(), False, 0

    def __call__(self, counts):
        self.writes += 1
        if self.is_away:
            return counts
        self.counts.update(counts)
        return {}


def run_threads(count, work):
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_threads_that_add_and_flush_at_once_lose_and_double_nothing(monkeypatch):
    monkeypatch.setattr(buffers, "FLUSH_AFTER_S", 0.001)
    monkeypatch.setattr(buffers, "FLUSH_AT", 5)
    store = Store()
    buffer = ViewBuffer(store)

    def read(number):
        for step in range(300):
            buffer.add(step % 7, DAY)
            if step % 50 == number:
                store.is_away = not store.is_away

    run_threads(8, read)
    store.is_away = False
    buffer.close()
    assert sum(store.counts.values()) == 8 * 300
    assert store.counts[0, DAY] == 8 * 43


def test_it_writes_by_itself_after_a_while_and_sooner_when_much_waits(monkeypatch):
    written = threading.Event()
    store = Store()

    def write(counts):
        left = store(counts)
        written.set()
        return left

    monkeypatch.setattr(buffers, "FLUSH_AFTER_S", 0.01)
    ViewBuffer(write).add(1, DAY)
    assert written.wait(20)
    written.clear()
    monkeypatch.setattr(buffers, "FLUSH_AFTER_S", 1000)
    monkeypatch.setattr(buffers, "FLUSH_AT", 3)
    buffer = ViewBuffer(write)
    for number in (1, 1, 2):
        buffer.add(number, DAY)
    assert not written.wait(0.05)
    buffer.add(3, DAY)
    assert written.wait(20)


def test_a_database_that_is_away_costs_nothing_but_waiting(waiting, monkeypatch, caplog):
    store = Store()
    waiting._write, store.is_away = store, True
    monkeypatch.setattr(buffers, "MAX_KEPT", 3)
    for number in (1, 2, 3, 4, 1):
        waiting.add(number, DAY)
        assert waiting.flush() is False
    store.is_away = False
    assert waiting.flush() is True
    assert store.counts == {(1, DAY): 2, (2, DAY): 1, (3, DAY): 1}  # the fourth found no room
    store.is_away = True
    waiting.add(9, DAY)
    waiting.close()
    assert "1 view counts are lost" in caplog.text


@pytest.mark.django_db
def test_counts_are_added_to_what_is_there_in_one_statement():
    posts = PostFactory.create_batch(3)
    add_views({(posts[0].pk, DAY): 2, (posts[1].pk, DAY): 1})
    with CaptureQueriesContext(connection) as queries:
        left = add_views({(post.pk, DAY): 5 for post in posts} | {(10**17, DAY): 1})
    assert (left, len(queries)) == ({}, 2)
    assert sorted(ViewCount.objects.values_list("count", flat=True)) == [5, 6, 7]


@pytest.mark.django_db
def test_what_the_database_refused_comes_back(monkeypatch):
    posts = PostFactory.create_batch(3)
    monkeypatch.setattr(storing, "BATCH_ROWS", 1)
    upsert = storing._upsert

    def upsert_two(rows):
        if rows[0][0] == posts[2].pk:
            raise OperationalError("database is locked")
        upsert(rows)

    monkeypatch.setattr(storing, "_upsert", upsert_two)
    assert add_views({(post.pk, DAY): 4 for post in posts}) == {(posts[2].pk, DAY): 4}
    assert ViewCount.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_lose_and_double_nothing():
    """Each thread with a connection of its own, as processes have."""
    posts = PostFactory.create_batch(5)
    failed = []

    def write(number):
        try:
            for _ in range(10):
                order = posts if number % 2 else posts[::-1]
                failed.extend(add_views({(post.pk, DAY): 1 for post in order}))
        finally:
            connection.close()

    run_threads(4, write)
    assert failed == []
    assert set(ViewCount.objects.values_list("count", flat=True)) == {40}


def test_the_end_of_a_process_writes_what_waits():
    code = (
        "import datetime; from django.conf import settings; import news.traffic.buffer as b\n"
        "b.BUFFER._write = lambda counts: print(dict(counts)) or {}\n"
        "b.BUFFER.add(7, datetime.date(2026, 11, 24))\n"
    )
    setup = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'cms.settings'; django.setup()\n"
    done = subprocess.run([sys.executable, "-c", setup + code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "{(7, datetime.date(2026, 11, 24)): 1}\n"
