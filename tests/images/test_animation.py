"""Moving pictures keep moving: frames, times and holes; cards get their first frame."""

import io

import pytest
from PIL import Image, ImageSequence

from news.images.limits import MAX_FRAMES
from news.images.storing import prepare_image
from tests.images.pictures import animation, as_bytes, draw, gif_of, opened
from tests.images.test_decoding import near, refusal

COLOURS = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255)}


def master(prepared):
    return prepared.files[prepared.file]


def frames_of(data):
    image = Image.open(io.BytesIO(data))
    return [(frame.convert("RGBA"), round(frame.info["duration"])) for frame in ImageSequence.Iterator(image)]


@pytest.mark.parametrize("name", ["GIF", "WEBP"])
class TestAnimation:
    def test_frames_and_times_stay(self, name):
        prepared = prepare_image(animation(name, COLOURS, loop=0))
        assert prepared.mime_type == f"image/{name.lower()}"
        assert prepared.file.endswith(f".{name.lower()}")
        shown = frames_of(master(prepared))
        assert [duration for _frame, duration in shown] == [100, 200, 300]
        for (frame, _duration), colour in zip(shown, COLOURS.values(), strict=True):
            assert near(frame.getpixel((30, 20)), colour, 30)

    def test_cards_get_the_first_frame_as_a_still(self, name):
        prepared = prepare_image(animation(name, COLOURS, size=(800, 450)))
        assert {made["type"] for made in prepared.renditions.values()} <= {"image/jpeg", "image/avif"}
        for rendition in ("w800", "w400", "hero", "card", "square", "share"):
            picture = opened(prepared.files[prepared.renditions[rendition]["file"]])
            assert near(picture.convert("RGB").getpixel((90, 90)), COLOURS["red"], 30)

    def test_how_often_it_plays_stays(self, name):
        for loop in (0, 3):
            data = master(prepare_image(animation(name, loop=loop)))
            assert Image.open(io.BytesIO(data)).info["loop"] == loop

    def test_holes_stay_holes(self, name):
        frames = [Image.new("RGBA", (64, 36), (0, 0, 0, 0)) for _number in range(3)]
        for number, frame in enumerate(frames):
            frame.paste((255, 0, 0, 255), (20 * number, 0, 20 * number + 20, 36))
        options = {"disposal": 2} if name == "GIF" else {"lossless": True}
        data = as_bytes(frames[0], name, save_all=True, append_images=frames[1:], duration=90, **options)
        for number, (frame, _duration) in enumerate(frames_of(master(prepare_image(data)))):
            seen = [near(frame.getpixel((x, 18)), (255, 0, 0), 30) and frame.getpixel((x, 18))[3] for x in (10, 30, 50)]
            assert [bool(part) for part in seen] == [number == 0, number == 1, number == 2]

    def test_one_frame_is_a_picture_like_any_other(self, name):
        assert prepare_image(as_bytes(draw(), name, save_all=True)).mime_type == "image/jpeg"

    def test_nothing_that_was_said_in_it_stays(self, name):
        options = {"comment": b"my flat"} if name == "GIF" else {"exif": b"Exif\0\0my flat", "xmp": b"<x>my flat</x>"}
        for data in prepare_image(animation(name, **options)).files.values():
            assert b"my flat" not in data


def test_a_gif_that_plays_once_plays_once():
    assert "loop" not in Image.open(io.BytesIO(master(prepare_image(animation("GIF"))))).info


def test_parts_that_change_are_put_together_over_what_was_there():
    """Frames of a GIF often hold only the changed part."""
    first, second = draw(60, 40, "white"), draw(60, 40, "white")
    second.paste("red", (5, 5, 15, 15))
    third = second.copy()
    third.paste("blue", (30, 20, 50, 30))
    data = as_bytes(first, "GIF", save_all=True, append_images=[second, third], duration=50, optimize=True)
    shown = [frame for frame, _duration in frames_of(master(prepare_image(data)))]
    assert near(shown[2].getpixel((10, 10)), (255, 0, 0), 30)
    assert near(shown[2].getpixel((40, 25)), (0, 0, 255), 30)
    assert near(shown[1].getpixel((40, 25)), (255, 255, 255), 30)


def test_as_many_frames_as_allowed_are_taken_and_one_more_is_refused():
    assert len(frames_of(master(prepare_image(gif_of(MAX_FRAMES))))) >= 1
    assert refusal(gif_of(MAX_FRAMES + 1)) == "too-many-frames"


@pytest.mark.parametrize("name", ["GIF", "WEBP"])
def test_an_animation_of_forty_million_pixels_fits_into_the_worker(name):
    colours = [(number, 90, 255 - number) for number in range(100)]
    data = animation(name, colours, size=(640, 620), durations=[40] * 100)
    assert prepare_image(data).width_px == 640
