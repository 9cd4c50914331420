"""Map the few styles we keep (indent, alignment, kind of picture, language of code) to a closed list of classes."""

import re

from news.text.vocabulary import ALIGNMENT_CLASSES, ALIGNMENTS, IMAGE_CLASSES, INDENT_CLASSES, LAYOUT_TAGS

_INDENT = re.compile(r"([0-4](?:\.5)?)(?:em|rem)|([0-5]?[0-9])px|0")
_LANGUAGE = re.compile(r"language-[a-z0-9-]{1,20}")
_PX_PER_EM = 16
_LEAST_EM = 0.5
_LOGICAL = {"start": "left", "end": "right"}


def classes_for_style(style: str) -> list[str]:
    """Return the classes for a `style` attribute; unlisted and default values give none."""
    classes: dict[str, str] = {}
    for declaration in style[:2_000].lower().split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip(), value.replace("!important", "").strip()
        if name == "text-indent":
            classes[name] = indent_class(value)
        elif name == "text-align":
            alignment = _LOGICAL.get(value, value)
            classes[name] = f"ta-{alignment}" if alignment in ALIGNMENTS and alignment != "left" else ""
    return [name for name in (classes.get("text-indent"), classes.get("text-align")) if name]


def indent_class(value: str) -> str:
    """Return the nearest of `ti-1` … `ti-4` to a CSS length in em, rem or px; "" for none or an unusual value."""
    match = _INDENT.fullmatch(value)
    if not match or value == "0":
        return ""
    width = float(match[1]) if match[1] else int(match[2]) / _PX_PER_EM
    return f"ti-{min(len(INDENT_CLASSES), int(width + _LEAST_EM))}" if width >= _LEAST_EM else ""


def allowed_classes(tag: str, value: str) -> list[str]:
    """Return the classes of a `class` attribute that `tag` may have: one of each kind, in a fixed order."""
    tokens = value[:1_000].split()
    if tag == "figure":
        return [name for name in IMAGE_CLASSES if name in tokens][:2]
    if tag in ("code", "pre"):
        return [name for name in tokens if _LANGUAGE.fullmatch(name)][:1]
    if tag not in LAYOUT_TAGS:
        return []
    kinds = (INDENT_CLASSES, ALIGNMENT_CLASSES)
    return [name for kind in kinds for name in [token for token in tokens if token in kind][:1]]
