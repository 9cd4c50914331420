"""Small pictures for the tests, drawn where they are needed, and files that are not what they claim."""

import io
import struct
import zlib

from PIL import Image

PNG_START = b"\x89PNG\r\n\x1a\n"


def draw(width=64, height=36, colour="teal", mode="RGB"):
    return Image.new(mode, (width, height), colour)


def as_bytes(image, name="JPEG", **options):
    out = io.BytesIO()
    image.save(out, name, **options)
    return out.getvalue()


def jpeg(width=64, height=36, colour="teal", **options):
    return as_bytes(draw(width, height, colour), "JPEG", **options)


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def noise(width=64, height=36):
    return Image.effect_noise((width, height), 90).convert("RGB")


def animation(name, colours=("red", "lime", "blue"), size=(64, 36), durations=(100, 200, 300), **options):
    frames = [draw(*size, colour) for colour in colours]
    return as_bytes(frames[0], name, save_all=True, append_images=frames[1:], duration=list(durations), **options)


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width, height, *extra, colour_type=2):
    """A PNG whose header claims a size its few pixels do not have, with further chunks before them."""
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    chunks = [(b"IHDR", header), *extra, (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")]
    return PNG_START + b"".join(png_chunk(kind, data) for kind, data in chunks)


def full_png(width, height):
    """A PNG that really holds all its pixels, all of them black: a few kilobytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packer, row = zlib.compressobj(9), b"\0" * (width + 1)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return PNG_START + b"".join(
        png_chunk(kind, data) for kind, data in [(b"IHDR", header), (b"IDAT", body), (b"IEND", b"")]
    )


def gif_of(frames, width=1, height=1):
    """A GIF of that many frames of one pixel, on a screen of the given size."""
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\x01\0\0\0" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return screen + frame * frames + b"\x3b"


def with_app_segment(data, marker, payload):
    """A JPEG with one more APPn segment behind its first two bytes."""
    return data[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload + data[2:]


def with_iptc(data, fields):
    """A JPEG with IPTC-IIM fields, by dataset number, in a Photoshop resource."""
    records = b"".join(b"\x1c\x02" + bytes([key]) + struct.pack(">H", len(value)) + value for key, value in fields)
    padded = records + b"\0" * (len(records) % 2)
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + padded
    return with_app_segment(data, 0xED, b"Photoshop 3.0\0" + resource)


def with_xmp(data, description):
    packet = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:cc="http://creativecommons.org/ns#">'
        f"{description}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return with_app_segment(data, 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())
