"""Small pictures for the tests, drawn where they are needed."""

import io

from PIL import Image


def draw(width=64, height=36, colour="teal", mode="RGB"):
    return Image.new(mode, (width, height), colour)


def as_bytes(image, name="JPEG", **options):
    out = io.BytesIO()
    image.save(out, name, **options)
    return out.getvalue()


def jpeg(width=64, height=36, colour="teal", **options):
    return as_bytes(draw(width, height, colour), "JPEG", **options)
