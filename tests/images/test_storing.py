"""A picture's bytes become files and one row, whole or not at all."""

from pathlib import Path

import pytest
from PIL import Image as Pixels

from news.images import storing
from news.images.files import write_file
from news.images.renditions import crop_box
from news.images.storing import ensure_remote_image, keep_image, prepare_image, store_image
from news.models import Image
from tests.images.pictures import as_bytes, draw, jpeg


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def test_renditions_are_never_larger_than_the_picture():
    renditions = prepare_image(jpeg(1000, 600)).renditions
    assert [name for name in renditions if name.startswith("w")] == ["w800", "w400"]
    assert all(made["width"] <= 1000 and made["height"] <= 600 for made in renditions.values())


def test_a_large_picture_gets_all_widths_and_crops():
    renditions = prepare_image(jpeg(2000, 1500)).renditions
    sizes = {name: (made["width"], made["height"]) for name, made in renditions.items()}
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


def test_crops_of_a_small_picture_keep_their_proportions():
    made = prepare_image(jpeg(300, 300)).renditions["hero"]
    assert abs(made["width"] / made["height"] - 16 / 9) < 0.02


def test_crops_keep_the_focal_point():
    assert crop_box((1000, 1000), (16, 9), (0.5, 0.0))[1] == 0
    assert crop_box((1000, 1000), (16, 9), (0.5, 1.0))[3] == 1000
    assert crop_box((2000, 500), (1, 1), (0.9, 0.5))[2] == 2000


def test_the_smallest_picture_has_all_its_crops():
    assert set(prepare_image(jpeg(1, 1)).renditions) == {"hero", "card", "square", "share"}


def test_transparency_stays_png_except_in_the_share_picture():
    prepared = prepare_image(as_bytes(draw(900, 500, (0, 0, 0, 0), "RGBA"), "PNG"))
    types = {name: made["type"] for name, made in prepared.renditions.items()}
    assert prepared.mime_type == types["w800"] == "image/png"
    assert types["share"] == "image/jpeg"


def test_equal_renditions_are_one_file():
    prepared = prepare_image(jpeg(1600, 900))
    assert prepared.renditions["hero"]["file"] == prepared.renditions["w1600"]["file"] == prepared.file


@pytest.mark.django_db
def test_the_row_says_what_is_on_disk(media):
    data = jpeg(1000, 500)
    image = store_image(data, original_name="码头.jpeg", alt="A crane")
    path = media / image.file
    assert image.file == f"{image.sha256[:2]}/{image.sha256[2:4]}/{image.sha256[:32]}.jpg"
    assert (image.size_bytes, image.is_ready) == (path.stat().st_size, True)
    with Pixels.open(path) as picture:
        assert picture.size == (image.width_px, image.height_px)
    assert {made["file"] for made in image.renditions.values()} | {image.file} == {
        file.relative_to(media).as_posix() for file in media.rglob("*.jpg")
    }
    assert (image.original_name, image.alt) == ("码头.jpeg", "A crane")


@pytest.mark.django_db
def test_the_same_bytes_are_the_same_row():
    data = jpeg()
    assert store_image(data) == store_image(data, alt="again")
    assert keep_image(prepare_image(data)) == Image.objects.get()


@pytest.mark.django_db
def test_two_who_store_the_same_bytes_at_once_get_one_row(monkeypatch):
    prepared = prepare_image(jpeg())
    other = keep_image(prepared)
    answers = [None]  # looked before the other one had saved
    find = storing.find_stored
    monkeypatch.setattr(storing, "find_stored", lambda sha256: answers.pop() if answers else find(sha256))
    assert keep_image(prepared) == other
    assert Image.objects.count() == 1


@pytest.mark.django_db
def test_a_remote_picture_is_one_pending_row_however_often_it_is_named():
    first = ensure_remote_image("http://images.example.com/a.jpg", wrapper_url="https://proxy.example/?x", alt="A")
    assert first == ensure_remote_image("http://images.example.com/a.jpg")
    assert (first.state, first.wrapper_url) == ("pending", "https://proxy.example/?x")


def test_a_file_appears_whole_or_not_at_all(media, monkeypatch):
    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_file("ab/cd/x.jpg", b"data")
    assert [path for path in Path(media).rglob("*") if path.is_file()] == []
