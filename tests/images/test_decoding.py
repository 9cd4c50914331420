"""Foreign bytes become upright sRGB pixels, or are refused with a reason."""

import struct
import zlib

import pytest
from PIL import Image

from news.images.decoding import MAX_BYTES, STORED_SIDE_PX, decode_picture
from news.images.errors import ImageRefusedError
from news.images.storing import prepare_image
from tests.images.pictures import as_bytes, draw, jpeg


def refusal(data):
    with pytest.raises(ImageRefusedError) as caught:
        decode_picture(data)
    return caught.value.code


def png_that_claims(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
def test_four_formats_are_read(name):
    assert decode_picture(as_bytes(draw(), name)).size == (64, 36)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not-a-picture"),
        (b"%PDF-1.7", "not-a-picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "not-a-picture"),
        (b"<!DOCTYPE html><title>404</title>", "not-a-picture"),
        (as_bytes(draw(), "BMP"), "not-a-picture"),
        (b"\xff\xd8\xff" + b"x" * (MAX_BYTES), "too-large"),
    ],
)
def test_anything_else_is_refused_before_a_decoder_sees_it(data, code):
    assert refusal(data) == code


@pytest.mark.parametrize(("width", "height"), [(8000, 8000), (60000, 60000), (13000, 10)])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(width, height):
    assert refusal(png_that_claims(width, height)) == "too-many-pixels"


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.9])
def test_a_damaged_file_is_refused_whatever_the_decoder_raises(name, share):
    noise = Image.effect_noise((64, 36), 90).convert("RGB")
    data = as_bytes(noise, name)
    assert refusal(data[: max(12, int(len(data) * share))]) == "unreadable"


def test_a_photograph_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert decode_picture(jpeg(64, 36, exif=exif)).size == (36, 64)


def test_nothing_but_the_picture_is_kept():
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    assert decode_picture(jpeg(exif=exif, comment=b"my name")).info == {}
    assert b"where I live" not in prepare_image(jpeg(exif=exif)).files.popitem()[1]


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "I;16", "1", "LA", "RGBA"])
def test_every_colour_mode_becomes_rgb_or_rgba(mode):
    image = Image.new(mode, (20, 10))
    name = "JPEG" if mode == "CMYK" else "PNG"
    assert decode_picture(as_bytes(image, name)).mode == ("RGBA" if mode in {"LA", "RGBA"} else "RGB")


def test_an_alpha_channel_that_hides_nothing_is_dropped():
    assert decode_picture(as_bytes(Image.new("RGBA", (9, 9), (1, 2, 3, 255)), "PNG")).mode == "RGB"


def test_a_16_bit_grey_keeps_its_brightness():
    pixel = decode_picture(as_bytes(Image.new("I;16", (4, 4), 0x8000), "PNG")).getpixel((0, 0))
    assert pixel == (128, 128, 128)


def test_a_very_large_photograph_is_stored_smaller():
    assert max(decode_picture(jpeg(6000, 3000)).size) == STORED_SIDE_PX


def test_sample_photographs_are_read_and_the_bombs_refused(samples):
    folder = samples / "images"
    assert decode_picture((folder / "hopper_orientation_6.jpg").read_bytes()).mode == "RGB"
    assert decode_picture((folder / "hopper_orientation_8.webp").read_bytes()).mode == "RGB"
    assert decode_picture((folder / "pil_sample_cmyk.jpg").read_bytes()).mode == "RGB"
    assert refusal((folder / "decompression_bomb.gif").read_bytes()) == "too-many-pixels"
    assert refusal((folder / "png_decompression_dos.png").read_bytes()) in {"too-many-pixels", "unreadable"}
