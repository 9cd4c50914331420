"""The library's page: what needs to be done, where a picture is shown, replacing and deleting it."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.admin.media import replacing as image_replacing
from news.images.storing import store_image
from news.images.uses import count_uses, find_used
from news.models import Activity, Draft, Image, Revision, ScheduledChange, SiteProfile
from news.publishing.posts.saving import save_post
from news.publishing.site import pictures
from news.publishing.site.pictures import delete_images
from tests.admin.uploads import upload
from tests.factories import AuthorFactory, ImageFactory, PageFactory, PostFactory
from tests.images.pictures import jpeg
from tests.people import sign_in

pytestmark = pytest.mark.django_db
LIST = "admin:news_image_changelist"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def figure(image):
    return f'<figure class="image"><img src="/i/{image.pk}/" alt=""></figure>'


def found(client, **query):
    return set(client.get(reverse(LIST), query).context["cl"].result_list)


def url_of(image, page):
    return reverse(f"admin:news_image_{page}", args=[image.pk])


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


# --- The list ---------------------------------------------------------------------------------------------------------


def test_filters_find_what_needs_to_be_done(editor):
    today = timezone.localdate()
    rows = {
        "no-alt": ImageFactory(alt=""),
        "large": ImageFactory(size_bytes=3 << 20),
        "licence": ImageFactory(licence_ends_on=today + dt.timedelta(days=29)),
        "waiting": ImageFactory(pending=True),
        "failed": ImageFactory(pending=True, state="failed", state_reason="not-found"),
    }
    ImageFactory(alt="", is_decorative=True, licence_ends_on=today + dt.timedelta(days=31))
    for need, image in rows.items():
        assert found(editor, need=need) == {image}
    assert found(editor, need="remote") == {rows["waiting"], rows["failed"]}
    mine = ImageFactory(uploaded_by=editor.user, credit="李雷")
    assert found(editor, by="me") == {mine}
    assert found(editor, q="李雷") == {mine}
    assert found(editor, need="large", by="me") == set()


def everywhere(user):
    """A picture for each place that may show one, and the row that does."""
    images = ImageFactory.create_batch(8)
    PostFactory(header_image=images[0])
    PostFactory(body=f"<p>看</p>{figure(images[1])}")
    AuthorFactory(picture=images[2])
    PageFactory(body=figure(images[3]))
    SiteProfile.objects.create(share_image=images[4], footer=f"<p>{figure(images[5])}</p>")
    values = {"body": [figure(images[6])], "header_image": [""]}
    draft = {"base_version": 1, "saved_at": timezone.now(), "values": values}
    Draft.objects.create(post=PostFactory(), user=user, **draft)
    snapshot = {"body": "", "header_image_id": images[7].pk}
    ScheduledChange.objects.create(post=PostFactory(), base_version=1, due_at=timezone.now(), snapshot=snapshot)
    return images


def test_a_picture_is_unused_only_when_nothing_shows_it(editor):
    images, unused = everywhere(editor.user), ImageFactory()
    assert found(editor, need="unused") == {unused}
    assert {pk for pk, count in count_uses().items() if count} == {image.pk for image in images}
    assert find_used([*(image.pk for image in images), unused.pk]) == {image.pk for image in images}
    for image in images:
        page = editor.get(url_of(image, "change")).content.decode()
        assert page.count('class="use-kind"') == 1


def test_counting_follows_a_post_that_is_saved_again():
    image, post = ImageFactory(), PostFactory()
    assert count_uses()[image.pk] == 0
    post.body += figure(image)
    save_post(post)
    assert count_uses()[image.pk] == 1


@pytest.mark.parametrize("view", ["grid", "list"])
def test_a_page_costs_the_same_for_few_and_many(editor, view):
    counts = []
    for _ in range(2):
        for image in ImageFactory.create_batch(5):
            PostFactory(header_image=image, body=figure(image))
        ImageFactory.create_batch(5, pending=True, licence_ends_on=timezone.localdate())
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(reverse(LIST), {"view": view}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_layout_is_remembered_and_no_filter(editor):
    ImageFactory(alt="码头")
    assert "media-grid" in editor.get(reverse(LIST)).content.decode()
    assert 'id="result_list"' in editor.get(reverse(LIST), {"view": "list"}).content.decode()
    assert 'id="result_list"' in editor.get(reverse(LIST)).content.decode()
    assert 'id="result_list"' not in editor.get(reverse(LIST), {"view": "grid"}).content.decode()
    assert found(editor, view="list", need="no-alt") == set()


def test_an_upload_says_whether_the_picture_was_here_already(editor):
    first, second = upload(editor).json(), upload(editor).json()
    assert (first["known"], second["known"], second["id"]) == (False, True, first["id"])
    assert second["adminUrl"] == reverse("admin:news_image_change", args=[first["id"]])


# --- Replacing --------------------------------------------------------------------------------------------------------


def replace(client, image, data, **fields):
    file = SimpleUploadedFile("新.jpg", data)
    values = {"seen": image.sha256, "upload": file, **fields}
    return client.post(url_of(image, "replace"), values, follow=True)


def test_everything_shows_the_new_file_at_once(editor, client):
    image = store_image(jpeg(900, 600), alt="码头")
    post = PostFactory(body=figure(image), header_image=image)
    old = image.renditions["w400"]["file"]
    assert old.split("-")[0] in client.get(post.get_absolute_url()).content.decode()
    replace(editor, image, jpeg(900, 500, "red"))
    image.refresh_from_db()
    page = client.get(post.get_absolute_url()).content.decode()
    assert old.split("-")[0] not in page
    assert image.file.removesuffix(".jpg") in page
    assert client.get(image.get_absolute_url())["Location"] == image.rendition_url("w1600")
    row = Activity.objects.get(action="replaced")
    assert (row.user, row.object_id, row.facts["after"]) == (editor.user, image.pk, "新.jpg")


@pytest.mark.parametrize(
    ("data", "status"), [(b"", 400), (b"<svg onload=alert(1)>", 415), (jpeg(50, 50, "red"), 409), (jpeg(300, 200), 409)]
)
def test_what_is_not_taken_is_said_and_the_old_file_stays(editor, data, status):
    store_image(jpeg(50, 50, "red"))
    image = store_image(jpeg(300, 200))
    answer = replace(editor, image, data)
    assert answer.status_code == status
    assert answer.context["error"]
    assert Image.objects.get(pk=image.pk).file == image.file
    assert not Activity.objects.filter(action="replaced").exists()


def test_a_form_that_is_older_than_the_picture_is_told(editor):
    image = store_image(jpeg(300, 200))
    replace(editor, image, jpeg(300, 200, "red"))
    answer = replace(editor, image, jpeg(300, 200, "blue"))
    assert answer.status_code == 409
    assert answer.context["image"].sha256 != image.sha256


def test_a_file_that_is_too_large_is_not_read(editor, monkeypatch):
    image = ImageFactory()
    monkeypatch.setattr("news.admin.media.reading.MAX_BYTES", 100)
    assert replace(editor, image, jpeg(300, 200)).status_code == 413


def test_replacing_asks_for_the_token_and_the_right(desk):
    image, reporter = store_image(jpeg(300, 200)), desk("reporter")
    Image.objects.update(uploaded_by=reporter.user)
    assert reporter.get(url_of(image, "replace")).status_code == 403
    assert replace(reporter, image, jpeg(30, 20)).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, desk("editor").user)
    assert replace(strict, image, jpeg(30, 20)).status_code == 403
    assert Image.objects.get().file == image.file


def test_a_full_disk_is_said(editor, monkeypatch):
    image = store_image(jpeg(300, 200))

    def fail(*args, **options):
        raise OSError(28, "full")

    monkeypatch.setattr(image_replacing, "replace_picture", fail)
    assert replace(editor, image, jpeg(30, 20)).status_code == 507


def test_a_picture_that_failed_waits_again(editor, reporter):
    image = ImageFactory(pending=True, state="failed", state_reason="not-found")
    assert url_of(image, "retry") in editor.get(url_of(image, "change")).content.decode()
    assert reporter.post(url_of(image, "retry")).status_code == 403
    editor.post(url_of(image, "retry"))
    image.refresh_from_db()
    assert image.state == "pending"
    assert editor.get(url_of(image, "retry")).status_code == 405
    assert url_of(image, "retry") not in editor.get(url_of(image, "change")).content.decode()


# --- Deleting ---------------------------------------------------------------------------------------------------------


def test_an_unused_picture_goes_and_its_files_are_left_to_the_sweep(editor, media):
    image = store_image(jpeg(300, 200))
    assert editor.get(url_of(image, "delete")).context["free"] == [image]
    editor.post(url_of(image, "delete"), {"post": "yes"})
    assert not Image.objects.exists()
    assert (media / image.file).is_file()
    assert Activity.objects.get(action="deleted").user == editor.user


def test_no_picture_that_is_shown_anywhere_is_deleted(editor):
    for image in everywhere(editor.user):
        page = editor.get(url_of(image, "delete"))
        assert page.context["used"] == [image]
        assert page.content.decode().count('class="use-kind"') == 1
        editor.post(url_of(image, "delete"), {"post": "yes"})
    assert Image.objects.count() == 8


def test_earlier_states_of_posts_only_warn(editor):
    image = ImageFactory()
    post = PostFactory()
    Revision.objects.create(post=post, version=1, snapshot={"body": figure(image)}, reason="")
    Revision.objects.create(post=post, version=2, snapshot={"header_image_id": image.pk}, reason="")
    assert editor.get(url_of(image, "delete")).context["revision_count"] == 1
    editor.post(url_of(image, "delete"), {"post": "yes"})
    assert not Image.objects.exists()


def test_of_several_those_in_use_stay_and_are_named(desk):
    client = desk("editor", interface_language="en")
    free, used = ImageFactory.create_batch(2), ImageFactory(alt="码头")
    PostFactory(header_image=used)
    chosen = {"action": "delete_images_selected", "_selected_action": [image.pk for image in [*free, used]]}
    page = client.post(reverse(LIST), chosen)
    assert (page.context["used"], len(page.context["free"])) == ([used], 2)
    assert Image.objects.count() == 3
    answer = client.post(reverse(LIST), {**chosen, "confirmed": "yes"}, follow=True)
    assert "2 pictures deleted." in said(answer)
    assert "码头" in said(answer)
    assert list(Image.objects.all()) == [used]


def test_reporters_delete_none(reporter):
    image = ImageFactory(uploaded_by=reporter.user)
    assert reporter.post(url_of(image, "delete"), {"post": "yes"}).status_code == 403
    answer = reporter.post(reverse(LIST), {"action": "delete_images_selected", "_selected_action": [image.pk]})
    assert answer.status_code in (200, 302)
    assert Image.objects.count() == 1


def test_what_is_used_after_one_was_asked_is_seen_inside_the_transaction(monkeypatch):
    image = ImageFactory()
    real = pictures.find_used

    def used_meanwhile(ids):
        PostFactory(body=figure(image))
        return real(ids)

    monkeypatch.setattr(pictures, "find_used", used_meanwhile)
    deletion = delete_images([image.pk], None)
    assert (deletion.deleted, deletion.refused) == ([], [image])


# --- The dialog -------------------------------------------------------------------------------------------------------


def test_the_dialog_finds_what_is_unused_and_what_one_added_oneself(editor):
    used, mine = ImageFactory(), ImageFactory(uploaded_by=editor.user, alt="")
    PostFactory(header_image=used)

    def ids(**query):
        answer = editor.get(reverse("admin:news_image_library"), query).json()
        return {row["id"]: row["lacksAlt"] for row in answer["pictures"]}

    assert ids() == {used.pk: False, mine.pk: True}
    assert set(ids(only="unused")) == set(ids(only="mine")) == {mine.pk}
