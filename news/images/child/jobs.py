"""The worker's two jobs: make all files from foreign bytes, and make new crops from a stored picture."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from news.images.child.animation import encode_animation
from news.images.child.decoding import DecodedPicture, decode_picture
from news.images.child.encoding import Encoded, encode
from news.images.child.fences import MAX_MEMORY
from news.images.child.renditions import Cutter, NamedRendition, plan_crops, plan_widths
from news.images.errors import ImageRefusedError
from news.images.limits import FocalPoint
from news.images.worker_messages import MAX_PARTS, Head, Message


def answer(head: Head, data: bytes) -> Message:
    """Return files in the order of their bytes, the master first (its `names` may be empty); or why there are none."""
    try:
        files, rights = JOBS[head["job"]](data, tuple(head["focal"]))
    except ImageRefusedError as error:
        return {"refused": error.code, "facts": error.facts}, []
    except MemoryError:
        return {"refused": "too-much-memory", "facts": {"max_mib": MAX_MEMORY >> 20}}, []
    parts = [file.data for file, _names in files]
    if sum(map(len, parts)) > MAX_PARTS:
        return {"refused": "too-much-memory", "facts": {"max_mib": MAX_PARTS >> 20}}, []
    described = [
        {"names": names, "type": file.mime_type, "width": file.width_px, "height": file.height_px, "at": file.at}
        for file, names in files
    ]
    return {**rights, "files": described}, parts


EncodedFiles = tuple[list[tuple[Encoded, list[str]]], dict[str, str]]


def prepare(data: bytes, focal: FocalPoint) -> EncodedFiles:
    picture = decode_picture(data)
    master = _encode_master(picture)
    still = picture.still
    cutter = Cutter(still, master)
    made = cutter.cut_all([*plan_widths(still.size), *plan_crops(still.size, focal)])
    return _collect(master, made), {"credit": picture.rights.credit, "licence": picture.rights.licence}


def crop(data: bytes, focal: FocalPoint) -> EncodedFiles:
    """Make crops from the bytes of a master. The master is not sent back, so its part is empty."""
    picture = decode_picture(data)
    still = picture.still
    master = Encoded(data, *still.size, _stored_type(picture))
    files = _collect(master, Cutter(still, master).cut_all(plan_crops(still.size, focal)))
    return [(replace(master, data=b""), files[0][1]), *files[1:]], {}


def _encode_master(picture: DecodedPicture) -> Encoded:
    if not picture.frames:
        return encode(picture.still, rights=picture.rights)
    first = picture.frames[0].image
    return Encoded(encode_animation(picture.frames, picture.format, picture.loop), *first.size, _stored_type(picture))


def _stored_type(picture: DecodedPicture) -> str:
    return f"image/{picture.format.lower()}"


def _collect(master: Encoded, made: Iterable[NamedRendition]) -> list[tuple[Encoded, list[str]]]:
    """List each file once, with all its names."""
    files: dict[int, tuple[Encoded, list[str]]] = {id(master): (master, [])}
    for name, file in made:
        files.setdefault(id(file), (file, []))[1].append(name)
    return list(files.values())


JOBS: dict[str, Callable[[bytes, FocalPoint], EncodedFiles]] = {"prepare": prepare, "crop": crop}
