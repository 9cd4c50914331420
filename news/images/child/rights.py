"""Reads and writes who owns a picture, the only metadata that is kept. EXIF 2.32, IPTC-IIM 4.2, XMP."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree
from PIL import Image, IptcImagePlugin

from news.images.limits import MAX_CREDIT

MAX_XMP = 256 << 10
_EXIF_ARTIST, _EXIF_COPYRIGHT = 0x013B, 0x8298
_IPTC_BYLINE, _IPTC_CREDIT, _IPTC_COPYRIGHT = (2, 80), (2, 110), (2, 116)
_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP_CREATOR, _XMP_RIGHTS = f"{_DC}creator", f"{_DC}rights"
_XMP_CREDIT = "{http://ns.adobe.com/photoshop/1.0/}Credit"
_XMP_TERMS = "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms"
_XMP_LICENCE = "{http://creativecommons.org/ns#}license"


@dataclass(frozen=True, slots=True)
class EmbeddedRights:
    """Each field is one line, or ""."""

    credit: str = ""
    licence: str = ""


def read_rights(image: Image.Image) -> EmbeddedRights:
    """Read rights from an opened picture after its pixels were loaded. What cannot be read is left empty."""
    exif = _try(lambda: _read_exif(image))
    iptc = _try(lambda: _read_iptc(image))
    xmp = _try(lambda: _read_xmp(image.info.get("xmp", b"")))
    credit = _join(" / ", [_find(xmp, _XMP_CREATOR) or _find(iptc, _IPTC_BYLINE) or _find(exif, _EXIF_ARTIST)])
    source = _find(xmp, _XMP_CREDIT) or _find(iptc, _IPTC_CREDIT)
    owner = _find(xmp, _XMP_RIGHTS) or _find(iptc, _IPTC_COPYRIGHT) or _find(exif, _EXIF_COPYRIGHT)
    terms = [_find(xmp, _XMP_TERMS), _find(xmp, _XMP_LICENCE)]
    return EmbeddedRights(_join(" / ", [credit, source]), _join(" · ", [owner, *terms]))


def write_rights(rights: EmbeddedRights) -> Image.Exif:
    """Return EXIF that contains the rights and nothing else."""
    exif = Image.Exif()
    for tag, text in ((_EXIF_ARTIST, rights.credit), (_EXIF_COPYRIGHT, rights.licence)):
        if text:
            exif[tag] = text.encode()
    return exif


Texts = dict[object, list[str]]


def _try(read: Callable[[], Texts]) -> Texts:
    try:
        return read()
    except Exception:  # hostile or damaged metadata is no reason to refuse the picture
        return {}


def _find(texts: Texts, key: object) -> str:
    return _join(", ", texts.get(key, []))


def _read_exif(image: Image.Image) -> Texts:
    exif = image.getexif()
    return {tag: [_decode(exif[tag])] for tag in (_EXIF_ARTIST, _EXIF_COPYRIGHT) if tag in exif}


def _read_iptc(image: Image.Image) -> Texts:
    info = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]
    found = {key: info[key] for key in _IPTC_KEYS if key in info}
    return {key: list(map(_decode, one if isinstance(one, list) else [one])) for key, one in found.items()}


def _read_xmp(data: bytes | str) -> Texts:
    raw = data.encode() if isinstance(data, str) else data
    if not raw or len(raw) > MAX_XMP or b"<!" in raw:  # no DOCTYPE or entities; nobody needs comments
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(raw.strip(b"\0 \r\n\t"), parser)
    texts: Texts = {}
    for node in root.iter(etree.Element):
        if node.tag in _XMP_KEYS:
            texts.setdefault(node.tag, []).extend(_values(node))
        for name, value in node.attrib.items():
            if name in _XMP_KEYS:
                texts.setdefault(name, []).append(str(value))
    return texts


def _values(node: etree._Element) -> Iterable[str]:
    """Yield the items of an array (only the first language), the address of a resource, or the text."""
    items = [item.text or "" for item in node.iter(f"{_RDF}li")]
    if node.tag == _XMP_CREATOR:
        return items or [node.text or ""]
    return items[:1] or [str(node.get(f"{_RDF}resource") or node.text or "")]


def _decode(value: object) -> str:
    """Decode a value. Standards require ASCII, files hold anything; Pillow gives bytes or a string of byte values."""
    raw = value if isinstance(value, bytes) else str(value).encode("latin-1", "replace")
    raw = raw.replace(b"\0", b"\n")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _join(separator: str, texts: Iterable[str]) -> str:
    """Join the texts on one line, each once, without invisible characters."""
    lines = (" ".join("".join(c if c.isprintable() else " " for c in text[:1000]).split()) for text in texts)
    return separator.join(dict.fromkeys(filter(None, lines)))[:MAX_CREDIT].strip()


_IPTC_KEYS = (_IPTC_BYLINE, _IPTC_CREDIT, _IPTC_COPYRIGHT)
_XMP_KEYS = {_XMP_CREATOR, _XMP_CREDIT, _XMP_RIGHTS, _XMP_TERMS, _XMP_LICENCE}
