"""While pictures are fetched no host is pressed, and none holds up the others."""

from hypothesis import given
from hypothesis import strategies as st

from news.images import hosts
from news.images.hosts import AT_ONCE, FAILURES_IN_A_ROW, HostQueue


def fill(*items):
    queue = HostQueue()
    for item in items:
        queue.add(item[0], item)
    return queue


def take_all(queue):
    taken = []
    while item := queue.take():
        taken.append(item[1])
    return taken


def test_hosts_take_turns_and_have_two_pictures_at_work_at_most():
    queue = fill("a1", "a2", "a3", "b1", "c1")
    assert take_all(queue) == ["a1", "b1", "c1", "a2"]
    assert len(queue) == 1
    queue.end("a", 10)
    assert take_all(queue) == ["a3"]


def test_a_host_that_does_not_answer_is_left_alone_and_the_others_go_on():
    queue = fill(*(f"a{number}" for number in range(10)), "b1")
    dropped = []
    while not dropped:
        host, _item = queue.take()
        dropped = queue.fail(host) if host == "a" else queue.end(host, 1)
    assert len(dropped) == 10 - FAILURES_IN_A_ROW
    assert queue.add("a", "a99") == "host-failing"
    assert queue.add("b", "b2") == ""
    assert set(take_all(queue)) <= {"b1", "b2"}


def test_an_answer_forgives_what_was_before():
    queue = fill(*(f"a{number}" for number in range(20)))
    for _ in range(3):
        for _ in range(FAILURES_IN_A_ROW - 1):
            queue.take()
            assert queue.fail("a") == []
        queue.take()
        queue.end("a", 1)


def test_a_host_gives_no_more_than_its_budget(monkeypatch):
    monkeypatch.setattr(hosts, "BUDGET_COUNT", 3)
    queue = HostQueue()
    assert [queue.add("a", number) for number in range(5)] == ["", "", "", "host-budget", "host-budget"]
    monkeypatch.setattr(hosts, "BUDGET_BYTES", 100)
    queue = fill("b1", "b2", "b3")
    queue.take()
    assert queue.end("b", 99) == []
    queue.take()
    assert queue.end("b", 1) == ["b3"]
    assert queue.add("b", "b4") == "host-budget"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["add", "take", "end", "fail"])), max_size=80))
def test_nothing_is_lost_or_given_twice_whatever_happens(steps):
    queue, added, given_out, running = HostQueue(), [], [], []
    for number, (host, step) in enumerate(steps):
        if step == "add":
            if queue.add(host, number) == "":
                added.append(number)
        elif step == "take":
            if item := queue.take():
                running.append(item[0])
                given_out.append(item[1])
                assert running.count(item[0]) <= AT_ONCE
        elif host in running:
            running.remove(host)
            given_out += queue.end(host, 1) if step == "end" else queue.fail(host)
    for host in running:
        given_out += queue.end(host, 0)
    while item := queue.take():
        given_out += [item[1], *queue.end(item[0], 0)]
    assert sorted(given_out) == added
    assert len(queue) == 0
