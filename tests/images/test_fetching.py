"""Pictures that are elsewhere come here once, whole or with a reason, and one bad server costs only its own."""

import datetime as dt
import threading

import pytest
from django.utils import timezone

from news.images import fetching, hosts
from news.images.errors import ImageRefusedError
from news.images.fetching import WaitingImage, claim_image, fetch_images, images_to_fetch
from news.images.storing import mark_image, store_image
from news.models import Image
from tests.images.pictures import jpeg
from tests.web.network import QUICK, serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def web():
    files = {f"/{number}.jpg": jpeg(64, 36 + number) for number in range(30)}
    files |= {"/bad.jpg": b"<html>no picture</html>", "/same.jpg": files["/0.jpg"]}
    with serve(files, limits=QUICK) as opened:
        yield opened


def wait_for(*paths, host="images.example.com"):
    return [
        Image.objects.create(original_url=path if "//" in path else f"http://{host}{path}", alt=f"图 {path}").pk
        for path in paths
    ]


def rows(ids):
    found = Image.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "original_url", "try_count")
    return [WaitingImage(*row) for row in found]


def fetch(web, ids, **options):
    return {done.pk: done for done in fetch_images(rows(ids), web.fetcher, **options)}


def test_a_pending_picture_becomes_a_file_under_the_id_that_posts_name(web, media):
    (pk,) = wait_for("/1.jpg")
    (done,) = fetch(web, [pk]).values()
    image = Image.objects.get(pk=pk)
    assert (done.state, image.state, image.alt) == ("ready", "ready", "图 /1.jpg")
    assert (media / image.file).is_file()
    assert (image.try_count, image.claimed_until) == (1, None)


def test_the_same_bytes_from_two_addresses_are_decoded_and_kept_once(web, media, monkeypatch):
    decoded = []
    prepare = fetching.prepare_image
    monkeypatch.setattr(fetching, "prepare_image", lambda data, focal: decoded.append(data) or prepare(data, focal))
    first, second = wait_for("/0.jpg", "/same.jpg")
    fetch(web, [first])
    done = fetch(web, [second])[second]
    one, two = Image.objects.in_bulk([first, second]).values()
    assert (done.is_known, len(decoded)) == (True, 1)
    assert (one.file, one.renditions) == (two.file, two.renditions)


def test_what_an_editor_uploaded_before_is_not_decoded_again(web, monkeypatch):
    stored = store_image(jpeg(64, 36))
    monkeypatch.setattr(fetching, "prepare_image", None)
    (pk,) = wait_for("/0.jpg")
    assert fetch(web, [pk])[pk].is_known
    assert Image.objects.get(pk=pk).file == stored.file


@pytest.mark.parametrize(
    ("url", "state", "code"),
    [
        ("http://images.example.com/bad.jpg", "refused", "not-a-picture"),
        ("http://images.example.com/missing.jpg", "failed", "not-found"),
        ("http://images.example.com/hang", "failed", "no-answer"),
        ("http://10.0.0.1/a.jpg", "refused", "private-address"),
        ("http://images.example.com:8002/content/delete/87343", "refused", "port"),
    ],
)
def test_what_does_not_come_says_why_and_whether_it_may_yet_come(web, url, state, code):
    (pk,) = wait_for(url)
    done = fetch(web, [pk])[pk]
    image = Image.objects.get(pk=pk)
    assert (done.state, done.code) == (image.state, image.state_reason) == (state, code)
    assert image.tried_at is not None
    assert image.claimed_until is None


def test_failed_pictures_are_tried_again_only_when_asked_and_refused_ones_never():
    pending, failed, refused = wait_for("/1.jpg", "/2.jpg", "/3.jpg")
    Image.objects.filter(pk=failed).update(state="failed", state_reason="deadline")
    Image.objects.filter(pk=refused).update(state="refused", state_reason="port")
    assert [image.pk for image in images_to_fetch()] == [pending]
    assert [image.pk for image in images_to_fetch(retry_failed=True)] == [pending, failed]


def test_one_host_may_be_chosen_with_those_below_it():
    one, below = wait_for("/1.jpg", host="a.example")[0], wait_for("/1.jpg", host="img.a.example")[0]
    wait_for("/1.jpg", host="nota.example")
    assert [image.pk for image in images_to_fetch(host="a.example")] == [one, below]


def test_no_more_than_two_at_a_time_are_asked_of_one_host(web):
    ids = wait_for(*(f"/hold/{number}" for number in range(6)))
    fetch(web, ids)
    assert web.http.most_held <= hosts.AT_ONCE


def test_a_dead_host_costs_a_few_tries_and_the_others_get_their_pictures(web):
    dead = wait_for(*(f"/hang/{number}" for number in range(20)), host="dead.example.com")
    good = wait_for(*(f"/{number}.jpg" for number in range(5)))
    done = fetch(web, [*dead, *good])
    assert {done[pk].state for pk in good} == {"ready"}
    states = [done[pk].state for pk in dead]
    assert states.count("failed") <= hosts.FAILURES_IN_A_ROW + hosts.AT_ONCE
    assert states.count("pending") + states.count("failed") == len(dead)
    assert "host-failing" in {done[pk].code for pk in dead}


def test_a_picture_that_another_run_finishes_is_left_to_it(web, monkeypatch):
    held, free = wait_for("/1.jpg", "/2.jpg")
    (waiting,) = rows([held])
    assert claim_image(waiting)
    assert claim_image(waiting) is None

    def finish_elsewhere(_seconds):
        mark_image(Image.objects.get(pk=held), "failed", "deadline", {})

    monkeypatch.setattr(fetching.time, "sleep", finish_elsewhere)
    assert list(fetch(web, [held, free])) == [free]
    assert len(web.http.requests) == 1


def test_pictures_of_a_run_that_was_killed_a_moment_ago_come_with_the_next(web):
    killed, free = wait_for("/1.jpg", "/2.jpg")
    assert claim_image(rows([killed])[0], claim_s=1)
    assert set(fetch(web, [killed, free])) == {killed, free}


def test_a_failed_picture_that_a_killed_run_was_trying_again_comes_too(web):
    (pk,) = wait_for("/1.jpg")
    Image.objects.filter(pk=pk).update(state="failed", state_reason="deadline", try_count=1)
    (waiting,) = images_to_fetch(retry_failed=True)
    assert claim_image(waiting, claim_s=1)
    assert fetch(web, [pk])[pk].state == "ready"


def test_waiting_for_another_run_costs_a_host_nothing_of_its_budget(web, monkeypatch):
    ids = wait_for(*(f"/{number}.jpg" for number in range(4)))
    monkeypatch.setattr(hosts, "BUDGET_COUNT", 4)
    monkeypatch.setattr(fetching, "PAUSE_S", 0.05)
    assert claim_image(rows(ids)[0], claim_s=1)
    assert {done.state for done in fetch(web, ids).values()} == {"ready"}


@pytest.mark.parametrize("code", ["crashed", "too-slow", "too-much-memory"])
def test_what_may_be_the_fault_of_our_own_machine_may_be_tried_again(web, monkeypatch, code):
    def refuse(_content, _focal):
        raise ImageRefusedError(code, max_s=15, max_mib=512, status=-9)

    (pk,) = wait_for("/1.jpg")
    with monkeypatch.context() as patch:
        patch.setattr(fetching, "prepare_image", refuse)
        assert fetch(web, [pk])[pk].state == "failed"
    assert fetch(web, [image.pk for image in images_to_fetch(retry_failed=True)])[pk].state == "ready"


def test_the_focal_point_that_an_editor_set_before_the_picture_came_holds(web):
    stored = store_image(jpeg(300, 40))
    web.http.files |= {"/wide.jpg": jpeg(300, 40), "/tall.jpg": jpeg(40, 300)}
    same, other = wait_for("/wide.jpg", "/tall.jpg")
    Image.objects.filter(pk__in=[same, other]).update(focal_x=0.1, focal_y=0.9)
    fetch(web, [same, other])
    for image in Image.objects.filter(pk__in=[same, other]):
        assert (image.state, image.focal_x, image.focal_y) == ("ready", 0.1, 0.9)
    assert Image.objects.get(pk=same).renditions["square"]["file"] != stored.renditions["square"]["file"]
    stored.refresh_from_db()
    assert (stored.focal_x, stored.focal_y) == (0.5, 0.5)


def test_those_tried_longest_ago_come_first_so_that_a_limit_gets_past_the_dead():
    dead, alive = wait_for("/gone.jpg", "/1.jpg")
    Image.objects.update(state="failed", state_reason="not-found", tried_at=timezone.now())
    Image.objects.filter(pk=alive).update(tried_at=timezone.now() - dt.timedelta(days=1))
    assert [image.pk for image in images_to_fetch(retry_failed=True)] == [alive, dead]


def test_refused_pictures_come_only_when_asked_by_that_name(web):
    (pk,) = wait_for("/1.jpg")
    Image.objects.update(state="refused", state_reason="private-address")
    (waiting,) = images_to_fetch(retry_refused=True)
    assert fetch(web, [waiting.pk])[pk].state == "ready"


def test_the_claim_of_a_killed_run_ends_by_itself(web):
    (pk,) = wait_for("/1.jpg")
    Image.objects.filter(pk=pk).update(claimed_until=timezone.now() - dt.timedelta(seconds=1))
    assert fetch(web, [pk])[pk].state == "ready"


def test_a_stopped_run_ends_what_it_began_and_leaves_the_rest_free(web):
    ids = wait_for(*(f"/{number}.jpg" for number in range(20)))
    seen = [done.pk for done in fetch_images(rows(ids), web.fetcher, lambda: bool(web.http.requests))]
    states = list(Image.objects.filter(pk__in=ids).values_list("state", flat=True))
    assert 0 < states.count("ready") < len(ids)
    assert states.count("ready") == len(seen)
    assert not Image.objects.filter(claimed_until__isnull=False).exists()
    fetch(web, ids)
    assert Image.objects.ready().count() == len(ids)


def test_a_caller_that_stops_listening_leaves_no_claim_behind(web):
    ids = wait_for(*(f"/{number}.jpg" for number in range(10)))
    run = fetch_images(rows(ids), web.fetcher)
    next(run)
    run.close()
    assert not Image.objects.filter(claimed_until__isnull=False).exists()


def test_a_full_disk_stops_the_run_with_every_picture_still_waiting(web, monkeypatch):
    def no_room(_files):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("news.images.preparing.write_files", no_room)
    ids = wait_for("/1.jpg", "/2.jpg")
    with pytest.raises(OSError, match="No space"):
        fetch(web, ids)
    left = Image.objects.filter(pk__in=ids)
    assert {(row.state, row.claimed_until) for row in left} == {("pending", None)}


def test_a_referer_is_sent_to_those_who_insist_and_to_nobody_else(web):
    ids = wait_for("/1.jpg", host="wx1.sinaimg.cn") + wait_for("/2.jpg")
    fetch(web, ids)
    sent = {request.path: request.headers.get("Referer") for request in web.http.requests}
    assert sent == {"/1.jpg": "http://weibo.com/", "/2.jpg": None}


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_fetch_each_picture_once(web):
    ids = wait_for(*(f"/{number}.jpg" for number in range(20)))
    waiting, found = rows(ids), []

    def run():
        from django.db import connection

        found.extend(fetch_images(waiting, web.fetcher))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done.pk for done in found) == ids
    assert len(web.http.requests) == len(ids)
