"""The image library in the admin: what a row says, who may write it, and focal points with their crops."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.admin.media import focal
from news.images.errors import ImageRefusedError
from news.images.storing import fill_image, prepare_image, store_image
from news.models import Activity, Image, Post
from tests.admin.forms import fill, post_url, read_form, send
from tests.factories import ImageFactory, PostFactory
from tests.images.pictures import jpeg
from tests.images.test_rights import exif_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def image_url(image):
    return reverse("admin:news_image_change", args=[image.pk])


def save(client, image, **changes):
    values = read_form(client.get(image_url(image)), "image_form")
    return client.post(image_url(image), {**values, "_continue": "1", **changes}, follow=True)


def said(response):
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


# --- Rows -------------------------------------------------------------------------------------------------------------


def test_the_list_costs_the_same_for_few_and_many(editor):
    url = reverse("admin:news_image_changelist")
    counts = []
    for _ in range(2):
        for image in ImageFactory.create_batch(5):
            PostFactory(header_image=image)
        ImageFactory.create_batch(5, pending=True, state="failed", state_reason="unreadable")
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_row_says_how_often_it_is_shown(editor):
    image = ImageFactory(alt="码头")
    body = f'<figure class="image"><img src="/i/{image.pk}/" alt=""></figure>'
    PostFactory.create_batch(2, header_image=image)
    PostFactory(header_image=image, body=body)
    page = editor.get(reverse("admin:news_image_changelist"), {"view": "list"}).content.decode()
    assert re.search(r'field-use_count">\s*3\s*<', page)


@pytest.mark.parametrize("state", ["failed", "refused"])
def test_what_was_not_taken_says_why_and_where_it_is(desk, state):
    client = desk("editor", interface_language="en")
    image = ImageFactory(pending=True, state=state, state_reason="too-large", state_facts={"max_mib": 10})
    for url in (reverse("admin:news_image_changelist"), image_url(image)):
        assert "10 MiB" in client.get(url).content.decode()
    assert image.original_url in client.get(image_url(image)).content.decode()


def test_a_picture_names_the_posts_that_show_it_as_far_as_one_may_see_them(desk):
    reporter = desk("reporter")
    image = ImageFactory(uploaded_by=reporter.user)
    body = f'<figure class="image"><img src="/i/{image.pk}/" alt=""></figure>'
    PostFactory(title="自己的文章", owner=reporter.user, body=body, status="draft")
    PostFactory(title="别人的秘密", header_image=image, status="draft")
    PostFactory(title="无关", body=body.replace(f"/{image.pk}/", f"/{image.pk}0/"), owner=reporter.user)
    page = reporter.get(image_url(image)).content.decode()
    assert "自己的文章" in page
    assert "别人的秘密" not in page
    assert "无关" not in page
    assert "别人的秘密" in desk("editor").get(image_url(image)).content.decode()


def test_images_are_not_added_by_a_form(desk):
    assert desk("admin").get(reverse("admin:news_image_add")).status_code == 403


# --- Words ------------------------------------------------------------------------------------------------------------


def test_words_and_rights_are_edited(editor):
    image = store_image(jpeg(90, 60))
    save(editor, image, alt="渔船", caption="清晨", credit="李雷", licence="CC BY 4.0")
    image.refresh_from_db()
    assert (image.alt, image.caption, image.credit, image.licence) == ("渔船", "清晨", "李雷", "CC BY 4.0")


def test_what_fetching_filled_in_since_the_form_was_opened_stays(editor, django_capture_on_commit_callbacks):
    image = ImageFactory(pending=True, alt="", credit="", licence="")
    values = read_form(editor.get(image_url(image)), "image_form")
    prepared = prepare_image(jpeg(300, 900, exif=exif_of(artist="Ann")))
    prepared.write_files()
    fill_image(image, prepared)
    Image.objects.filter(pk=image.pk).update(licence="CC BY 4.0", focal_x=0.25)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        editor.post(image_url(image), {**values, "_continue": "1", "caption": "清晨"})
    image.refresh_from_db()
    assert (image.caption, image.credit, image.licence, image.focal_x) == ("清晨", "Ann", "CC BY 4.0", 0.25)
    assert callbacks == []


def test_what_was_emptied_is_empty_also_when_the_form_had_a_fault_in_between(editor):
    image = ImageFactory(credit="旧署名", alt="旧")
    fault = save(editor, image, credit="", focal_x="101")
    Image.objects.filter(pk=image.pk).update(alt="别人刚写的")
    editor.post(image_url(image), {**read_form(fault, "image_form"), "_continue": "1", "focal_x": "50"})
    image.refresh_from_db()
    assert (image.credit, image.alt) == ("", "别人刚写的")


def test_a_picture_that_is_not_here_yet_remembers_its_focal_point(editor):
    image = ImageFactory(pending=True)
    save(editor, image, focal_x="10")
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.1, 0.5)


def test_the_history_names_what_was_changed(editor):
    image = ImageFactory(credit="")
    values = read_form(editor.get(image_url(image)), "image_form")
    Image.objects.update(credit="新华社")
    editor.post(image_url(image), {**values, "_continue": "1", "caption": "清晨"})
    assert list(Activity.objects.get().facts["changes"]) == ["caption"]


def test_a_reporter_writes_the_words_of_own_pictures_only(reporter):
    own, others = ImageFactory(uploaded_by=reporter.user), ImageFactory(alt="别人的")
    save(reporter, own, alt="我的")
    own.refresh_from_db()
    assert own.alt == "我的"
    assert reporter.post(image_url(others), {"alt": "x", "focal_x": "1", "focal_y": "1"}).status_code == 403
    others.refresh_from_db()
    assert others.alt == "别人的"


# --- Focal points -----------------------------------------------------------------------------------------------------


def test_a_moved_focal_point_cuts_the_crops_anew(editor, media, django_capture_on_commit_callbacks):
    image = store_image(jpeg(300, 900))
    before = dict(image.renditions)
    with django_capture_on_commit_callbacks(execute=True):
        save(editor, image, focal_x="50", focal_y="12.5", alt="x")
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y, image.alt) == (0.5, 0.125, "x")
    assert image.renditions["hero"]["file"] != before["hero"]["file"]
    assert (media / image.renditions["hero"]["file"]).is_file()


def test_an_unmoved_focal_point_cuts_nothing(editor, django_capture_on_commit_callbacks):
    image = store_image(jpeg(300, 900))
    Image.objects.filter(pk=image.pk).update(focal_x=1 / 3)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        save(editor, image, alt="x")
    assert callbacks == []
    image.refresh_from_db()
    assert image.focal_x == 1 / 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OSError(28, "full"), ImageRefusedError("unreadable", format="JPEG")])
def test_crops_that_fail_are_told_and_the_words_are_kept(editor, monkeypatch, error):
    image = store_image(jpeg(300, 900))

    def fail(*args):
        raise error

    monkeypatch.setattr(focal, "recrop_image", fail)
    response = save(editor, image, focal_y="10", alt="留下")
    image.refresh_from_db()
    assert (image.alt, image.focal_y) == ("留下", 0.5)
    assert "error" in [level for level, _text in said(response)]


@pytest.mark.parametrize("value", ["101", "-1", "x", "nan", ""])
def test_a_point_outside_the_picture_is_said_in_the_form(editor, value):
    image = store_image(jpeg(90, 60))
    response = save(editor, image, focal_x=value)
    assert "focal_x" in response.context["adminform"].form.errors


# --- The header image in the form of a post ---------------------------------------------------------------------------


@pytest.fixture
def with_header(editor):
    return PostFactory(header_image=store_image(jpeg(300, 900), alt="旧"), status="draft", owner=editor.user)


def test_the_description_and_focal_point_are_saved_with_the_post(
    editor, with_header, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        fill(editor, with_header, header_alt="新", header_focal_y="90")
    image = Image.objects.get()
    assert (image.alt, image.focal_y) == ("新", 0.9)


def test_they_are_no_change_of_the_post(editor, with_header):
    version, revisions = with_header.version, with_header.revisions.count()
    fill(editor, with_header, header_alt="新")
    with_header.refresh_from_db()
    assert (with_header.version, with_header.revisions.count()) == (version, revisions)
    assert Image.objects.get().alt == "新"


def test_another_picture_chosen_without_scripts_keeps_its_own_words(editor, with_header):
    other = ImageFactory(alt="别的图")
    fill(editor, with_header, header_image=other.pk)
    with_header.refresh_from_db()
    other.refresh_from_db()
    assert (with_header.header_image, other.alt, other.focal_y) == (other, "别的图", 0.5)


def test_a_description_written_before_the_picture_was_chosen_is_not_lost_silently(editor, with_header):
    other = ImageFactory(alt="别的图")
    fill(editor, with_header, header_image=other.pk, header_alt="写给谁的")
    assert set(Image.objects.values_list("alt", flat=True)) == {"旧", "别的图"}
    assert [
        text for level, text in said(editor.get(post_url(with_header))) if level == "warning" and "写给谁的" in text
    ]


def test_another_picture_chosen_without_scripts_is_no_reason_to_warn(editor, with_header):
    fill(editor, with_header, header_image=ImageFactory().pk)
    assert [level for level, _text in said(editor.get(post_url(with_header)))] == ["success"]


def test_a_picture_that_is_not_here_yet_is_described_with_the_post(editor):
    post = PostFactory(header_image=ImageFactory(pending=True), status="draft", owner=editor.user)
    row = editor.get(reverse("admin:news_image_library"), {"id": post.header_image_id}).json()["pictures"][0]
    assert (row["id"], row["preview"], row["mayDescribe"]) == (post.header_image_id, "", True)
    fill(editor, post, header_alt="码头")
    assert Image.objects.get().alt == "码头"


def test_what_somebody_else_wrote_meanwhile_stays_where_the_form_says_nothing_new(editor, with_header):
    values = read_form(editor.get(post_url(with_header)))
    Image.objects.update(alt="别人刚写的")
    send(editor, post_url(with_header), values, title="改了标题")
    assert Image.objects.get().alt == "别人刚写的"


def test_a_conflict_of_the_post_writes_nothing_to_the_picture(editor, with_header):
    values = read_form(editor.get(post_url(with_header)))
    fill(editor, with_header, title="别人更快")
    response = send(editor, post_url(with_header), values, title="我的", header_alt="我的描述")
    assert response.status_code == 409
    assert "我的描述" in response.content.decode()
    assert Image.objects.get().alt == "旧"


def test_a_reporter_cannot_write_to_a_picture_of_others_through_an_own_draft(reporter):
    image = ImageFactory(alt="别人的")
    post = PostFactory(header_image=image, owner=reporter.user, status="draft")
    assert fill(reporter, post, header_alt="乱写", header_focal_y="1", title="自己的").status_code == 302
    image.refresh_from_db()
    assert (image.alt, image.focal_y) == ("别人的", 0.5)
    assert Post.objects.get(pk=post.pk).title == "自己的"
    assert "warning" in [level for level, _text in said(reporter.get(reverse("admin:index")))]


@pytest.mark.parametrize("seen", ["", "x", "[]", "null", "{}", '{"id": "1"}', '{"id": 1, "focal": "x"}', "[" * 5000])
def test_a_forged_note_of_what_was_seen_breaks_nothing(editor, with_header, seen):
    assert fill(editor, with_header, header_seen=seen, header_focal_y="77").status_code == 302


def test_a_point_beyond_all_numbers_breaks_nothing(editor, with_header):
    seen = f'{{"id": {with_header.header_image_id}, "alt": "旧", "focal": [{"9" * 400}, 0.5]}}'
    assert fill(editor, with_header, header_seen=seen, header_focal_y="77").status_code == 302


def test_the_note_of_what_was_seen_is_what_the_library_says(editor, with_header):
    values = read_form(editor.get(post_url(with_header)))
    row = editor.get(reverse("admin:news_image_library"), {"id": with_header.header_image_id}).json()["pictures"][0]
    assert json.loads(values["header_seen"][0]) == {name: row[name] for name in ("id", "alt", "decorative", "focal")}
