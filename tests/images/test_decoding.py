"""Foreign bytes become upright sRGB pixels, or are refused with a reason."""

import io

import pytest
from PIL import Image, ImageCms

from news.images.child.decoding import decode_picture
from news.images.errors import ImageRefusedError
from news.images.limits import MAX_BYTES, STORED_SIDE_PX
from news.images.storing import prepare_image
from tests.images.pictures import as_bytes, draw, full_png, jpeg, noise, opened, png_of


def decode(data):
    return decode_picture(data).still


def refusal(data):
    with pytest.raises(ImageRefusedError) as caught:
        prepare_image(data)
    return caught.value.code


def near(pixel, colour, by=12):
    return all(abs(a - b) <= by for a, b in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
def test_four_formats_are_read(name):
    assert decode(as_bytes(draw(), name)).size == (64, 36)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not-a-picture"),
        (b"%PDF-1.7", "not-a-picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "not-a-picture"),
        (b"8BPS\0\x01", "not-a-picture"),
        (b"SIMPLE  =                    T", "not-a-picture"),
        (b"<!DOCTYPE html><title>404</title>", "not-a-picture"),
        (as_bytes(draw(), "BMP"), "not-a-picture"),
        (as_bytes(draw(), "TIFF"), "not-a-picture"),
        (as_bytes(draw(), "AVIF"), "not-a-picture"),
        (b"\xff\xd8\xff" + b"x" * MAX_BYTES, "too-large"),
    ],
)
def test_anything_else_is_refused_before_a_decoder_sees_it(data, code, monkeypatch):
    monkeypatch.setattr("news.images.worker_protocol.POOL", None)
    assert refusal(data) == code


@pytest.mark.parametrize(
    ("width", "height", "code"),
    [(8000, 8000, "too-many-pixels"), (60000, 60000, "too-many-pixels"), (13000, 10, "too-long-side")],
)
def test_a_picture_that_is_too_large_is_refused_by_its_header(width, height, code):
    assert refusal(png_of(width, height)) == code


def test_the_largest_pictures_fit_into_the_worker():
    assert prepare_image(full_png(8000, 5000)).width_px == STORED_SIDE_PX
    assert prepare_image(as_bytes(draw(8000, 5000), progressive=True, subsampling=0)).width_px == STORED_SIDE_PX


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.9])
def test_a_damaged_file_is_refused_whatever_the_decoder_raises(name, share):
    data = as_bytes(noise(), name)
    with pytest.raises(ImageRefusedError) as caught:
        decode_picture(data[: max(12, int(len(data) * share))])
    assert caught.value.code == "unreadable"


CORNERS = {1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl"}  # where the stored top left goes


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_taken_sideways_is_turned_upright(name, orientation):
    image = draw(64, 32, "white")
    image.paste("red", (0, 0, 16, 16))
    exif = Image.Exif()
    exif[0x0112] = orientation
    still = decode(as_bytes(image, name, exif=exif))
    assert still.size == ((32, 64) if orientation > 4 else (64, 32))
    width, height = still.size
    at = {"tl": (4, 4), "tr": (width - 5, 4), "br": (width - 5, height - 5), "bl": (4, height - 5)}
    red = [corner for corner, place in at.items() if near(still.getpixel(place), (255, 0, 0), 40)]
    assert red == [CORNERS[orientation]]


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "I;16", "1", "LA", "RGBA"])
def test_every_colour_mode_becomes_rgb_or_rgba(mode):
    image = Image.new(mode, (20, 10))
    name = "JPEG" if mode == "CMYK" else "PNG"
    assert decode(as_bytes(image, name)).mode == ("RGBA" if mode in {"LA", "RGBA"} else "RGB")


def test_print_colours_look_as_they_were_meant():
    for ink, shown in (((0, 255, 255, 0), (255, 0, 0)), ((255, 0, 255, 0), (0, 255, 0)), ((0, 0, 0, 255), (0, 0, 0))):
        assert near(decode(as_bytes(Image.new("CMYK", (16, 16), ink))).getpixel((8, 8)), shown)


def swapped_profile():
    """sRGB with red and green changed over, under another name."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"????"), (b"gXYZ", b"rXYZ"), (b"????", b"gXYZ")):
        data = data.replace(old, new, 1)
    return data.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


@pytest.mark.parametrize(("mode", "name"), [("RGB", "PNG"), ("RGBA", "PNG"), ("RGB", "JPEG"), ("RGB", "WEBP")])
def test_colours_are_converted_by_their_profile_which_then_goes(mode, name):
    still = decode(as_bytes(draw(16, 16, "red", mode), name, icc_profile=swapped_profile()))
    assert near(still.getpixel((8, 8)), (0, 255, 0), 20)
    assert still.info == {}


@pytest.mark.parametrize("profile", [b"no profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_profile_that_cannot_be_used_counts_as_none(profile):
    assert near(decode(as_bytes(draw(16, 16, "red"), "PNG", icc_profile=profile)).getpixel((8, 8)), (255, 0, 0))


def test_a_palette_with_a_transparent_colour_shows_through():
    image = draw(8, 8, 0, "P")
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.putpixel((0, 0), 1)
    still = decode(as_bytes(image, "PNG", transparency=0))
    assert still.getpixel((0, 0)) == (0, 255, 0, 255)
    assert still.getpixel((1, 1))[3] == 0


def test_an_alpha_channel_that_hides_nothing_is_dropped():
    assert decode(as_bytes(Image.new("RGBA", (9, 9), (1, 2, 3, 255)), "PNG")).mode == "RGB"


def test_a_16_bit_grey_keeps_its_brightness():
    pixel = decode(as_bytes(Image.new("I;16", (4, 4), 0x8000), "PNG")).getpixel((0, 0))
    assert pixel == (128, 128, 128)


def test_a_very_large_photograph_is_stored_smaller():
    assert max(decode(jpeg(6000, 3000)).size) == STORED_SIDE_PX


def test_a_picture_with_two_frames_of_a_format_that_stands_still_is_its_first_one():
    moving = as_bytes(draw(colour="red"), "PNG", save_all=True, append_images=[draw(colour="blue")])
    double = as_bytes(draw(colour="red"), "MPO", save_all=True, append_images=[draw(colour="blue")])
    for data in (moving, double):
        assert near(decode(data).getpixel((9, 9)), (255, 0, 0))
        assert decode_picture(data).frames == []


@pytest.mark.parametrize("name", ["orientation_5.jpg", "orientation_6.jpg", "orientation_8.webp"])
def test_rotated_samples_are_shown_upright(samples, name):
    """A portrait or a lighthouse: blue sky at the top right, dark cloth or sea along the bottom."""
    still = decode(samples.picture(name))
    assert near(still.getpixel((118, 12)), (55, 120, 195), 40)
    assert all(max(still.getpixel((x, 122))) < 90 for x in (40, 64, 110))
    assert max(still.getpixel((118, 122))) < 90


def test_the_print_sample_is_shown_in_its_colours(samples):
    prepared = prepare_image(samples.picture("cmyk.jpg"))
    shown = opened(prepared.files[prepared.file])
    assert near(shown.getpixel((8, 2)), (255, 0, 0), 30)
    assert near(shown.getpixel((80, 90)), (0, 0, 0), 20)


def test_sample_bombs_are_refused(samples):
    assert refusal(samples.picture("decompression_bomb.gif")) == "too-many-pixels"
    assert refusal(samples.picture("png_decompression_dos.png")) in {"too-many-pixels", "unreadable"}


def test_nothing_but_the_picture_is_kept():
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    prepared = prepare_image(jpeg(exif=exif, comment=b"my name"))
    for data in prepared.files.values():
        assert b"where I live" not in data
        assert b"my name" not in data
    assert "exif" not in Image.open(io.BytesIO(prepared.files[prepared.file])).info
