"""Bombs and liars are refused at once, or cleaned where they do no harm; the site's own memory does not notice."""

import io
import resource
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from news.images.errors import ImageRefusedError
from news.images.pool import POOL
from news.images.storing import prepare_image
from tests.images.pictures import (
    animation,
    as_bytes,
    draw,
    full_png,
    gif_of,
    jpeg,
    noise,
    png_chunk,
    png_of,
    with_app_segment,
)

MAX_S = 1.0
MAX_GROWTH = 64 << 20


def webp_frames(count):
    return animation("WEBP", ["red", "blue"] * (count // 2), (16, 16), [20] * count, minimize_size=False)


def with_apng_header(frames):
    control = png_chunk(b"acTL", struct.pack(">II", frames, 0))
    data = full_png(7000, 7000)
    return data[:33] + control + data[33:]


def looping_exif():
    """An EXIF directory whose next one is itself, and whose GPS directory too."""
    entry = struct.pack("<HHII", 0x8825, 4, 1, 8)
    directory = struct.pack("<H", 1) + entry + struct.pack("<I", 8)
    return b"Exif\0\0II*\0\x08\0\0\0" + directory


def claims_webp(width, height):
    canvas = struct.pack("<I", 0x02) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", len(canvas)) + canvas
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def claims_jpeg(width, height):
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def deep_text(levels, size):
    body = b"\0" * size
    for _ in range(levels):
        body = zlib.compress(body, 9)
    return (b"zTXt", b"Comment\0\0" + body)


def png_with_text():
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x><script>')
    return as_bytes(draw(), "PNG", pnginfo=info)


REFUSED = {
    "400 megapixels in a PNG": (lambda: full_png(20_000, 20_000), "too-many-pixels"),
    "169 megapixels in a PNG": (lambda: full_png(13_000, 13_000), "too-many-pixels"),
    "10,000 frames of GIF": (lambda: gif_of(10_000), "too-many-frames"),
    "GIF frames that are few but large": (lambda: gif_of(60, 1000, 1000), "too-many-pixels"),
    "420,000 frames of GIF": (lambda: gif_of(420_000), "too-many-frames"),
    "202 frames of WebP": (lambda: webp_frames(202), "too-many-frames"),
    "a large animated PNG": (lambda: with_apng_header(10_000), "too-many-pixels"),
    "a profile of 3 MB in a PNG": (
        lambda: png_of(8, 8, (b"iCCP", b"x\0\0" + zlib.compress(b"\0" * (3 << 20)))),
        "unreadable",
    ),
    "text of 64 MB in a PNG": (lambda: png_of(8, 8, deep_text(1, 64 << 20)), "unreadable"),
    "text that unpacks to packed text": (lambda: png_of(8, 8, *[deep_text(2, 9 << 20)] * 9), "unreadable"),
    "a truncated JPEG": (lambda: as_bytes(noise(900, 900))[:9000], "unreadable"),
    "a truncated GIF": (lambda: as_bytes(noise(500, 500), "GIF")[:9000], "unreadable"),
    "nothing but the first bytes": (lambda: b"\x89PNG\r\n\x1a\n", "unreadable"),
    "a GIF that claims 65,535 squared": (lambda: gif_of(1, 65535, 65535), "too-many-pixels"),
    "a WebP that claims 16,384 squared": (lambda: claims_webp(16384, 16384), "too-many-pixels"),
    "a JPEG that claims 65,500 squared": (lambda: claims_jpeg(65500, 65500), "too-many-pixels"),
    "a vector drawing": (lambda: b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "not-a-picture"),
    "a FITS file": (lambda: b"SIMPLE  =                    T".ljust(2880), "not-a-picture"),
    "a Photoshop file": (lambda: b"8BPS\0\x01".ljust(4000, b"\0"), "not-a-picture"),
    "a PostScript program": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not-a-picture"),
    "bytes without sense behind a JPEG's first three": (
        lambda: b"\xff\xd8\xff" + bytes(range(256)) * 4000,
        "unreadable",
    ),
}
CLEANED = {
    "a JPEG with a page behind it": lambda: jpeg() + b"<html><script>alert(1)</script>",
    "a page in a JPEG's comment": lambda: jpeg(comment=b"<script>alert(1)</script>"),
    "a GIF with a script behind it": lambda: as_bytes(draw(), "GIF") + b"*/=1;<script>alert(1)</script>",
    "a PNG with a page in its text": png_with_text,
    "a circle of EXIF directories": lambda: with_app_segment(jpeg(), 0xE1, looping_exif() + b"<script>"),
    "a profile of nine megabytes": lambda: as_bytes(draw(), "JPEG", icc_profile=b"<script>" * (9 << 17)),
    "two pictures in one file": lambda: as_bytes(draw(), "MPO", save_all=True, append_images=[draw()]),
    "an animated PNG": lambda: animation("PNG"),
}


def processor_time():
    """Of this process and of workers that have ended, all they ever used. A busy machine changes it little."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_rss():
    """Of this process, since the last reset."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) << 10


@pytest.fixture
def measure_growth():
    """Starts a measurement: how much more memory this process held at most than now. Only Linux can forget a peak."""
    reset = Path("/proc/self/clear_refs")
    if not reset.exists():
        pytest.skip("peaks of memory cannot be measured here: no /proc/self/clear_refs")

    def start():
        reset.write_text("5")
        before = peak_rss()
        return lambda: peak_rss() - before

    return start


@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_is_refused_within_a_second_and_our_memory_stays(name, measure_growth):
    make, code = REFUSED[name]
    data = make()
    POOL.close()
    prepare_image(jpeg())  # a worker is running, as in an import
    grown = measure_growth()
    started = processor_time()
    with pytest.raises(ImageRefusedError) as caught:
        prepare_image(data)
    assert caught.value.code == code
    assert processor_time() - started < MAX_S
    assert grown() <= MAX_GROWTH


@pytest.mark.parametrize("name", CLEANED)
def test_a_liar_that_is_a_picture_becomes_nothing_else(name):
    prepared = prepare_image(CLEANED[name]())
    assert (prepared.width_px, prepared.height_px) == (64, 36)
    for file, data in prepared.files.items():
        assert Image.open(io.BytesIO(data)).format in {"JPEG", "PNG", "AVIF"}, file
        assert b"<script" not in data
        assert b"alert" not in data


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
def test_bytes_decide_what_a_picture_is_and_how_it_is_called(name):
    prepared = prepare_image(as_bytes(draw(), name))
    assert prepared.file.endswith(".jpg")
