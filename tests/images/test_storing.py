"""A picture's bytes become files and one row, whole or not at all."""

import os
import threading

import pytest
from django.db import IntegrityError, connection
from PIL import Image as Pixels

from news.images import storing
from news.images.child.renditions import crop_box
from news.images.storing import (
    ensure_remote_image,
    fill_image,
    find_stored,
    keep_image,
    mark_image,
    prepare_image,
    recrop_image,
    store_image,
)
from news.models import Image
from tests.factories import UserFactory
from tests.images.pictures import animation, as_bytes, draw, jpeg, noise, opened
from tests.images.test_decoding import near


def halves(width=1000, height=1000, **options):
    """Red on the left, blue on the right."""
    image = draw(width, height, "blue")
    image.paste("red", (0, 0, width // 2, height))
    return as_bytes(image, **options)


def pending(url="http://images.example.com/a.jpg", **fields):
    return Image.objects.create(original_url=url, **fields)


def test_renditions_are_never_larger_than_the_picture():
    renditions = prepare_image(jpeg(1000, 600)).renditions
    assert {name for name in renditions if name.startswith("w")} <= {"w800", "w400", "w800.avif", "w400.avif"}
    assert all(made["width"] <= 1000 and made["height"] <= 600 for made in renditions.values())


def test_a_large_picture_gets_all_widths_and_crops():
    renditions = prepare_image(jpeg(2000, 1500)).renditions
    sizes = {name: (made["width"], made["height"]) for name, made in renditions.items() if "." not in name}
    assert sizes == {
        "w1600": (1600, 1200),
        "w1200": (1200, 900),
        "w800": (800, 600),
        "w400": (400, 300),
        "hero": (1600, 900),
        "card": (800, 450),
        "square": (800, 800),
        "share": (1200, 630),
    }


def test_avif_stands_beside_widths_hero_and_card_where_it_is_smaller():
    prepared = prepare_image(jpeg(1700, 1200))
    names = {name for name in prepared.renditions if name.endswith(".avif")}
    assert names == {"w1600.avif", "w1200.avif", "w800.avif", "w400.avif", "hero.avif", "card.avif"}
    for name in names:
        plain, modern = (prepared.renditions[each] for each in (name.removesuffix(".avif"), name))
        assert modern["type"] == "image/avif"
        assert (modern["width"], modern["height"]) == (plain["width"], plain["height"])
        assert len(prepared.files[modern["file"]]) < len(prepared.files[plain["file"]])


def test_avif_is_left_out_where_it_is_not_smaller():
    """Of a few pixels most of an AVIF is its frame."""
    picture = as_bytes(draw(8, 8, (1, 2, 3, 4), "RGBA"), "PNG")
    assert not [name for name in prepare_image(picture).renditions if name.endswith(".avif")]


def test_avif_keeps_what_shows_through():
    picture = noise(900, 600)
    picture.putalpha(Pixels.linear_gradient("L").resize(picture.size))
    prepared = prepare_image(as_bytes(picture, "PNG"))
    assert opened(prepared.files[prepared.renditions["w800.avif"]["file"]]).mode == "RGBA"


def test_crops_of_a_small_picture_keep_their_proportions():
    made = prepare_image(jpeg(300, 300)).renditions["hero"]
    assert abs(made["width"] / made["height"] - 16 / 9) < 0.02


def test_crops_keep_the_focal_point():
    assert crop_box((1000, 1000), (16, 9), (0.5, 0.0))[1] == 0
    assert crop_box((1000, 1000), (16, 9), (0.5, 1.0))[3] == 1000
    assert crop_box((2000, 500), (1, 1), (0.9, 0.5))[2] == 2000


def test_crops_around_another_point_are_other_files():
    """Files may be kept for a year, and rows of the same bytes share them."""
    left, right = (prepare_image(halves(1200, 500), (x, 0.5)) for x in (0.0, 1.0))
    for name in ("square", "share"):
        assert left.renditions[name]["file"] != right.renditions[name]["file"]
    assert left.file == right.file
    assert left.renditions["w800"] == right.renditions["w800"]


def test_the_smallest_picture_has_all_its_crops():
    assert set(prepare_image(jpeg(1, 1)).renditions) >= {"hero", "card", "square", "share"}


def test_transparency_stays_png_except_in_the_share_picture():
    prepared = prepare_image(as_bytes(draw(900, 500, (0, 0, 0, 0), "RGBA"), "PNG"))
    types = {name: made["type"] for name, made in prepared.renditions.items()}
    assert prepared.mime_type == types["w800"] == "image/png"
    assert types["share"] == "image/jpeg"
    assert opened(prepared.files[prepared.renditions["share"]["file"]]).getpixel((9, 9)) == (255, 255, 255)


def test_equal_renditions_are_one_file():
    prepared = prepare_image(jpeg(1600, 900))
    assert prepared.renditions["hero"]["file"] == prepared.renditions["w1600"]["file"] == prepared.file


@pytest.mark.django_db
def test_the_row_says_what_is_on_disk(media):
    image = store_image(jpeg(1000, 500), original_name="码头.jpeg", alt="A crane")
    path = media / image.file
    assert image.file == f"{image.sha256[:2]}/{image.sha256[2:4]}/{image.sha256[:32]}.jpg"
    assert (image.size_bytes, image.is_ready) == (path.stat().st_size, True)
    for facts in [{"file": image.file, "width": 1000, "height": 500}, *image.renditions.values()]:
        with Pixels.open(media / facts["file"]) as picture:
            assert picture.size == (facts["width"], facts["height"])
    assert {made["file"] for made in image.renditions.values()} | {image.file} == {
        file.relative_to(media).as_posix() for file in media.rglob("*.*")
    }
    assert (image.original_name, image.alt) == ("码头.jpeg", "A crane")


@pytest.mark.django_db
def test_the_row_remembers_who_brought_it():
    user = UserFactory()
    assert store_image(jpeg(), uploaded_by=user).uploaded_by == user


@pytest.mark.django_db
def test_the_same_bytes_are_the_same_row():
    data = jpeg()
    assert store_image(data) == store_image(data, alt="again")
    assert keep_image(prepare_image(data)) == Image.objects.get()


@pytest.mark.django_db
def test_known_bytes_are_found_in_ready_rows_and_rather_in_one_from_no_address():
    prepared = prepare_image(jpeg())
    prepared.write_files()
    assert find_stored(prepared.sha256) is None
    fetched = pending(sha256=prepared.sha256)
    assert find_stored(prepared.sha256) is None
    fill_image(fetched, prepared)
    assert find_stored(prepared.sha256) == fetched
    Image.objects.filter(pk=fetched.pk).update(sha256="f" * 64)
    own = keep_image(prepared)
    Image.objects.filter(pk=fetched.pk).update(sha256=prepared.sha256)
    assert find_stored(prepared.sha256) == own


@pytest.mark.django_db
def test_two_who_store_the_same_bytes_at_once_get_one_row(monkeypatch):
    prepared = prepare_image(jpeg())
    other = keep_image(prepared)
    answers = [None]  # looked before the other one had saved
    find = storing._find_row
    monkeypatch.setattr(storing, "_find_row", lambda sha256: answers.pop() if answers else find(sha256))
    assert keep_image(prepared) == other
    assert Image.objects.count() == 1


@pytest.mark.django_db
def test_another_broken_rule_is_not_taken_for_the_same_bytes(monkeypatch):
    monkeypatch.setattr(storing, "_find_row", lambda sha256: None)
    prepared = prepare_image(jpeg())
    keep_image(prepared)
    with pytest.raises(IntegrityError):
        keep_image(prepared)


@pytest.mark.django_db
def test_a_remote_picture_is_one_pending_row_however_often_it_is_named():
    first = ensure_remote_image("http://images.example.com/a.jpg", wrapper_url="https://proxy.example/?x", alt="A")
    assert first == ensure_remote_image("http://images.example.com/a.jpg")
    assert (first.state, first.wrapper_url) == ("pending", "https://proxy.example/?x")


@pytest.mark.django_db
class TestFilling:
    def test_a_pending_row_becomes_ready_and_stays_the_row_that_posts_name(self):
        image = pending()
        assert fill_image(image, prepare_image(jpeg())) is True
        assert (image.pk, image.state, image.width_px, image.try_count) == (Image.objects.get().pk, "ready", 64, 1)
        assert image.tried_at

    def test_a_failed_one_too_and_its_reason_goes(self):
        image = pending(state="failed", state_reason="timeout", state_facts={"s": 15}, try_count=2)
        assert fill_image(image, prepare_image(jpeg())) is True
        assert (image.state, image.state_reason, image.state_facts, image.try_count) == ("ready", "", {}, 3)

    def test_a_ready_one_stays_as_it_is(self):
        image = store_image(jpeg())
        assert fill_image(image, prepare_image(jpeg(colour="red"))) is False
        assert image.sha256 == Image.objects.get().sha256

    def test_what_an_editor_wrote_stays(self):
        exif = Pixels.Exif()
        exif[0x013B] = "Camera"
        exif[0x8298] = "All rights"
        image = pending(alt="A crane", credit="Wang Wu")
        fill_image(image, prepare_image(jpeg(exif=exif)))
        assert (image.alt, image.credit, image.licence) == ("A crane", "Wang Wu", "All rights")

    def test_rows_of_two_addresses_may_be_the_same_picture(self):
        prepared = prepare_image(jpeg())
        first, second = pending("http://a.example/1.jpg"), pending("http://b.example/1.jpg")
        assert fill_image(first, prepared)
        assert fill_image(second, prepared)
        assert first.file == second.file

    def test_a_mark_never_takes_a_ready_picture_away(self):
        image = pending()
        late = Image.objects.get()
        fill_image(image, prepare_image(jpeg()))
        mark_image(late, "failed", "timeout", {})
        assert (late.state, late.state_reason, Image.objects.get().state) == ("ready", "", "ready")

    def test_a_mark_says_why_and_when(self):
        image = pending()
        mark_image(image, "refused", "too-large", {"max_mib": 10})
        mark_image(image, "failed", "timeout", {})
        assert (image.state, image.state_reason, image.state_facts, image.try_count) == ("failed", "timeout", {}, 2)
        assert image.tried_at


@pytest.mark.django_db(transaction=True)
def test_of_two_who_fill_one_row_at_once_one_wins():
    image = pending()
    prepared = [prepare_image(jpeg(colour=colour)) for colour in ("red", "blue")]
    start, won = threading.Barrier(2), []

    def fill(mine):
        row = Image.objects.get(pk=image.pk)
        start.wait()
        try:
            won.append((fill_image(row, mine), mine.sha256))
        finally:
            connection.close()

    threads = [threading.Thread(target=fill, args=(mine,)) for mine in prepared]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(is_first for is_first, _sha256 in won) == [False, True]
    image.refresh_from_db()
    assert (True, image.sha256) in won


@pytest.mark.django_db
class TestRecropping:
    def middle(self, media, image, name):
        with Pixels.open(media / image.renditions[name]["file"]) as picture:
            return picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))

    def test_crops_follow_the_point_and_lie_under_new_names(self, media):
        image = store_image(halves(1800, 600))
        before = dict(image.renditions)
        recrop_image(image, (0.1, 0.5))
        assert (image.focal_x, image.focal_y) == (0.1, 0.5)
        for name in ("square", "share", "hero", "card", "hero.avif", "card.avif"):
            assert image.renditions[name]["file"] != before[name]["file"]
            assert near(self.middle(media, image, name), (255, 0, 0), 20)
            assert (media / before[name]["file"]).exists()
        assert image == Image.objects.get()
        assert image.renditions == Image.objects.get().renditions

    def test_the_whole_picture_stays_as_it_is(self):
        image = store_image(halves(1800, 600))
        before = dict(image.renditions)
        recrop_image(image, (0.9, 0.5))
        widths = [name for name in before if name.startswith("w")]
        assert {name: image.renditions[name] for name in widths} == {name: before[name] for name in widths}
        assert set(image.renditions) == set(before)

    def test_it_needs_one_query_to_write_and_no_transaction(self, django_assert_num_queries):
        image = store_image(halves(600, 300))
        with django_assert_num_queries(2):  # the UPDATE, and reading the row again
            recrop_image(image, (0.2, 0.2))

    def test_transparent_and_moving_pictures_are_cut_too(self, media):
        hole = draw(900, 900, (255, 0, 0, 90), "RGBA")
        for data, kind in ((as_bytes(hole, "PNG"), "image/png"), (animation("GIF", size=(400, 400)), "image/jpeg")):
            image = store_image(data)
            recrop_image(image, (0.5, 0.0))
            assert image.renditions["hero"]["type"] == kind
            assert image.renditions["hero"]["file"].rpartition(".")[0].endswith("-hero-0-0")

    def test_without_its_file_the_row_stays_as_it_was(self, media):
        image = store_image(halves())
        (media / image.file).unlink()
        with pytest.raises(FileNotFoundError):
            recrop_image(image, (0.1, 0.1))
        assert Image.objects.get().focal_x == 0.5

    def test_a_picture_that_is_not_here_yet_remembers_the_point(self):
        image = pending()
        recrop_image(image, (0.1, 0.9))
        assert (image.focal_x, image.focal_y, image.renditions) == (0.1, 0.9, {})


@pytest.mark.django_db
def test_a_picture_whose_file_was_lost_is_mended_by_taking_it_in_again(media):
    image = store_image(jpeg())
    (media / image.file).unlink()
    assert store_image(jpeg()).pk == image.pk
    assert (media / image.file).is_file()


@pytest.mark.django_db
def test_old_crops_stay_for_the_sweepers_day_when_the_focal_point_moves(media):
    image = store_image(halves(1200, 400))
    old = {name: media / facts["file"] for name, facts in image.renditions.items()}
    for path in old.values():
        os.utime(path, (1, 1))
    recrop_image(image, (0.0, 0.5))
    assert all(old[name].stat().st_mtime > 1 for name in ("square", "share"))
    assert old["w400"].stat().st_mtime == 1
