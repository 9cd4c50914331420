"""Pictures from the browser: taken from who may, counted, never half, and refused with what to do."""

import datetime as dt
import errno
import io
import json
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from news.admin.media import quota as upload_quota
from news.admin.media import upload_messages, uploads
from news.admin.media.reading import FORM_BYTES
from news.images.limits import MAX_BYTES
from news.models import Activity, Image
from tests.admin.forms import fill
from tests.admin.uploads import sentence, upload
from tests.factories import ImageFactory, PostFactory, UserFactory
from tests.images.pictures import as_bytes, draw, jpeg
from tests.people import ALL_ROLES, make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files_in(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_a_picture_is_stored_and_answered_as_the_editor_reads_it(editor, media):
    answer = upload(editor, jpeg(900, 600), name="C:\\照片\\码头.jpg").json()
    image = Image.objects.get()
    assert (answer["uploaded"], answer["url"], answer["id"]) == (1, f"/i/{image.pk}/", image.pk)
    assert (answer["width"], answer["height"], answer["mayDescribe"]) == (900, 600, True)
    assert (image.uploaded_by, image.original_name, image.state) == (editor.user, "码头.jpg", "ready")
    assert (media / image.file).is_file()
    assert Activity.objects.get().object_id == image.pk


def test_the_bytes_decide_and_no_name_of_the_sender_reaches_the_disk(editor, media):
    polyglot = jpeg() + b"<script>alert(1)</script>"
    assert upload(editor, polyglot, name="evil.html").status_code == 200
    assert {path.suffix for path in files_in(media)} <= {".jpg", ".avif"}
    assert all(b"<script>" not in path.read_bytes() for path in files_in(media))


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 415),
        (b"<!doctype html><script>alert(1)</script>", 415),
        (b"%PDF-1.7 ...", 415),
        (b"", 400),
        (jpeg()[:200], 400),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_no_picture_is_refused_with_a_sentence(desk, media, data, status, language):
    response = upload(desk("editor", interface_language=language), data, name="a.jpg")
    assert response.status_code == status
    assert len(sentence(response)) > 5
    assert Image.objects.count() == 0
    assert files_in(media) == []


def test_without_a_file_it_says_so(editor):
    assert upload(editor, False).status_code == 400
    assert upload(editor, False, upload="text, not a file").status_code == 400


def test_the_samples_that_are_bombs_are_refused(editor, samples):
    for name in ("decompression_bomb.gif", "png_decompression_dos.png"):
        assert upload(editor, samples.picture(name)).status_code == 400, name


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ALL_ROLES)
def test_every_role_adds_pictures(desk, role):
    assert upload(desk(role)).status_code == 200


def test_strangers_readers_and_staff_without_the_right_add_nothing(client):
    assert upload(client).status_code == 302
    reader = sign_in(Client(), UserFactory())
    assert upload(reader).status_code == 302
    staff = sign_in(Client(), UserFactory(is_staff=True))
    response = upload(staff)
    assert response.status_code == 403
    assert sentence(response)
    assert Image.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "owner", "status", "expected"),
    [
        ("reporter", "own", "draft", 200),
        ("reporter", "own", "in_review", 403),
        ("reporter", "own", "approved", 403),
        ("reporter", "another's", "draft", 403),
        ("editor", "another's", "draft", 200),
        ("editor", "another's", "approved", 200),
        ("admin", "another's", "approved", 200),
    ],
)
def test_a_picture_for_a_post_needs_the_right_to_change_that_post(desk, role, owner, status, expected):
    client = desk(role)
    post = PostFactory(status=status, owner=client.user if owner == "own" else make_person("reporter"))
    assert upload(client, post=post.pk).status_code == expected
    assert Image.objects.count() == (expected == 200)


def test_a_trashed_a_missing_and_an_invented_post_are_answered_alike(editor):
    trashed = PostFactory(trashed_at=timezone.now())
    answers = [upload(editor, post=number) for number in (trashed.pk, 10**9, "x", "-1", "9" * 40, "9" * 5000)]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1


def test_no_token_no_picture():
    person = make_person("editor")
    strict = sign_in(Client(enforce_csrf_checks=True), person)
    assert upload(strict).status_code == 403
    assert Image.objects.count() == 0
    page = strict.get(reverse("admin:news_post_add"))
    token = page.context["csrf_token"]
    headers = {"X-CSRFToken": str(token)}
    response = strict.post(reverse("admin:news_image_upload"), {"upload": io.BytesIO(jpeg())}, headers=headers)
    assert response.status_code == 200


def test_only_posts_reach_it_and_no_cache_keeps_the_answer(editor):
    assert editor.get(reverse("admin:news_image_upload")).status_code == 405
    assert upload(editor).headers["Cache-Control"] == "private, no-store"


# --- How much ---------------------------------------------------------------------------------------------------------


class CountingStream(io.RawIOBase):
    """A body without end, that counts what was read of it."""

    def __init__(self, head):
        self.head, self.read_bytes = head, 0

    def read(self, size=-1):
        size = min(size, 1 << 20) if size >= 0 else 1 << 20
        data, self.head = self.head[:size], self.head[size:]
        data += b"x" * (size - len(data))
        self.read_bytes += len(data)
        return data


def stream_to_view(user, length):
    head = b'--b\r\nContent-Disposition: form-data; name="upload"; filename="a.jpg"\r\n\r\n'
    stream = CountingStream(head)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": reverse("admin:news_image_upload"),
            "CONTENT_TYPE": "multipart/form-data; boundary=b",
            "CONTENT_LENGTH": str(length),
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "wsgi.input": stream,
        }
    )
    request.user = user
    request._dont_enforce_csrf_checks = True
    return uploads.upload_view(request), stream.read_bytes


def test_an_announced_gigabyte_is_refused_unread():
    response, read = stream_to_view(make_person("editor"), 1 << 30)
    assert (response.status_code, read) == (413, 0)


def test_reading_stops_where_the_limit_is_whatever_was_announced():
    length = MAX_BYTES + FORM_BYTES
    response, read = stream_to_view(make_person("editor"), length)
    assert response.status_code == 413
    assert read <= length


def test_other_files_of_the_form_are_not_kept(editor):
    url = reverse("admin:news_image_upload")
    response = editor.post(url, {"other": io.BytesIO(b"x" * 100_000), "upload": io.BytesIO(jpeg())})
    assert response.status_code == 200


def test_a_file_just_above_the_limit_is_refused_and_one_below_is_looked_at(editor):
    assert upload(editor, b"\xff\xd8\xff" + b"x" * MAX_BYTES).status_code == 413
    assert upload(editor, b"\xff\xd8\xff" + b"x" * (MAX_BYTES - 10)).status_code == 400


def added(user, count, hours_ago=1.0, size_bytes=1000):
    rows = ImageFactory.create_batch(count, uploaded_by=user, size_bytes=size_bytes)
    moment = timezone.now() - dt.timedelta(hours=hours_ago)
    Image.objects.filter(pk__in=[row.pk for row in rows]).update(created_at=moment)
    return moment


def test_after_so_many_pictures_in_a_day_it_says_when_there_may_be_more(editor, monkeypatch):
    monkeypatch.setattr(upload_quota, "MAX_COUNT", 3)
    first = added(editor.user, 1, hours_ago=23.5)
    added(editor.user, 2, hours_ago=2)
    response = upload(editor)
    assert response.status_code == 429
    assert abs(int(response.headers["Retry-After"]) - 1800) < 60
    assert f"{timezone.localtime(first + dt.timedelta(days=1)):%Y-%m-%d %H:%M}" in sentence(response)
    assert upload(editor, jpeg(70, 70), name="again").status_code == 429
    Image.objects.filter(uploaded_by=editor.user).update(created_at=timezone.now() - dt.timedelta(hours=25))
    assert upload(editor).status_code == 200


def test_after_so_many_bytes_in_a_day_it_says_when_there_may_be_more(editor):
    added(editor.user, 1, hours_ago=20, size_bytes=1 << 20)
    added(editor.user, 1, hours_ago=3, size_bytes=upload_quota.MAX_BYTES)
    response = upload(editor)
    assert response.status_code == 429
    assert abs(int(response.headers["Retry-After"]) - 21 * 3600) < 60


def test_the_quota_is_each_persons_own(editor, desk, monkeypatch):
    monkeypatch.setattr(upload_quota, "MAX_COUNT", 1)
    added(make_person("editor"), 5)
    assert upload(editor).status_code == 200
    assert upload(editor, jpeg(10, 10)).status_code == 429


def test_a_picture_that_is_here_already_costs_nothing(editor, desk, monkeypatch):
    monkeypatch.setattr(upload_quota, "MAX_COUNT", 1)
    first = upload(editor).json()
    again = upload(editor)
    assert (again.status_code, again.json()["id"]) == (200, first["id"])
    other = desk("reporter")
    assert upload(other).json()["id"] == first["id"]
    assert Image.objects.get().uploaded_by == editor.user
    assert upload(other, jpeg(11, 11)).status_code == 200


# --- When the disk does not -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EROFS, "media-not-writable"),
        (errno.EIO, "not-stored"),
    ],
)
def test_a_disk_that_refuses_is_told_with_what_to_do_and_leaves_nothing(editor, media, monkeypatch, number, word):
    def fail(*args):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("pathlib.Path.replace", fail)
    response = upload(editor)
    assert response.status_code == 507
    with translation.override(settings.LANGUAGE_CODE):
        assert sentence(response) == upload_messages.describe_refusal(word, {})
    assert Image.objects.count() == 0
    assert files_in(media) == []


def test_a_folder_that_may_not_be_written_is_told(editor, media, settings):
    media.mkdir()
    (media / "blocked").write_bytes(b"")
    settings.MEDIA_ROOT = media / "blocked"  # a file where the folder should be
    assert upload(editor).status_code == 507


# --- The library ------------------------------------------------------------------------------------------------------


def library(client, **query):
    return client.get(reverse("admin:news_image_library"), query)


def test_the_library_shows_what_is_ready_newest_first(reporter):
    ready = ImageFactory.create_batch(2)
    ImageFactory(pending=True)
    rows = library(reporter).json()["pictures"]
    assert [row["id"] for row in rows] == [image.pk for image in reversed(ready)]
    assert rows[0]["url"] == f"/i/{ready[1].pk}/"


def test_the_library_is_searched_by_all_words_in_description_caption_and_name(reporter):
    ImageFactory(alt="灯塔 A", caption="港口清晨")
    ImageFactory(alt="吊车", original_name="Harbour-crane.JPG")
    assert library(reporter, q="港口 灯塔").json()["count"] == 1
    assert library(reporter, q="HARBOUR").json()["count"] == 1
    assert library(reporter, q="港口 吊车").json()["count"] == 0


def test_the_library_is_paged_and_odd_numbers_do_no_harm(reporter):
    ImageFactory.create_batch(30)
    answer = library(reporter, page="2").json()
    assert (len(answer["pictures"]), answer["page"], answer["pages"]) == (6, 2, 2)
    for page in ("0", "-1", "x", "999999999999999999999", "9" * 5000, "²"):
        assert library(reporter, page=page).status_code == 200, page
    for number in ("x", "-1", "9" * 30, "9" * 5000, "²"):
        assert library(reporter, id=number).json()["pictures"] == [], number


def test_a_search_for_what_no_eye_sees_does_no_harm(reporter):
    ImageFactory(alt="灯塔")
    assert library(reporter, q="灯\0塔").json()["count"] == 1
    assert library(reporter, q="\0\u202e").json()["count"] == 1


def test_the_library_costs_the_same_for_few_and_many(reporter):
    counts = []
    for _ in range(2):
        ImageFactory.create_batch(10, uploaded_by=reporter.user)
        with CaptureQueriesContext(connection) as queries:
            library(reporter)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_without_the_right_to_see_images_there_is_no_library():
    staff = UserFactory(is_staff=True)
    client = sign_in(Client(), staff)
    assert library(client).status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename="view_image"))
    assert library(client).status_code == 200


def test_who_may_describe_which_picture(desk):
    reporter, editor = desk("reporter"), desk("editor")
    own, others = ImageFactory(uploaded_by=reporter.user), ImageFactory()
    say = lambda client, image: library(client, id=image.pk).json()["pictures"][0]["mayDescribe"]  # noqa: E731
    assert (say(reporter, own), say(reporter, others), say(editor, own)) == (True, False, True)
    PostFactory(header_image=own, owner=reporter.user, status="draft")
    PostFactory(body=f'<figure class="image"><img src="/i/{own.pk}/" alt="文中自己的描述"></figure>')
    assert say(reporter, own)
    PostFactory(header_image=own)
    assert not say(reporter, own)


def test_a_transparent_and_an_animated_format_are_taken(editor):
    assert upload(editor, as_bytes(draw(20, 20, (0, 0, 0, 0), "RGBA"), "PNG")).status_code == 200
    assert upload(editor, as_bytes(draw(21, 20), "GIF")).status_code == 200
    assert upload(editor, as_bytes(draw(22, 20), "WEBP")).status_code == 200


def test_a_reporter_hands_in_a_post_and_describes_its_picture_in_one_step(desk):
    reporter = desk("reporter")
    image = ImageFactory(alt="", uploaded_by=reporter.user)
    post = PostFactory(status="draft", owner=reporter.user)
    seen = json.dumps({"id": image.pk, "alt": "", "decorative": False, "focal": [0.5, 0.5]})
    fill(reporter, post, "_submit", header_image=image.pk, header_seen=seen, header_alt="渡轮离岸")
    image.refresh_from_db()
    post.refresh_from_db()
    assert (post.status, post.header_image, image.alt) == ("in_review", image, "渡轮离岸")
