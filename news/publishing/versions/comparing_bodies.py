"""Compares two bodies block by block and character by character, with notices for changes outside the text. No HTML."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from news.models import Image
from news.text.body_blocks import BodyBlock, read_blocks
from news.text.differences import Budget, DiffPiece, diff_text, find_steps

BlockStatus = Literal["same", "changed", "added", "removed", "more"]
MAX_SHOWN = 1_000  # differing blocks shown one by one; the rest are only counted
LEAST_LIKENESS = 0.35  # below it, two blocks do not count as one block that was changed
MAX_PAIRS = 10_000  # pairs of blocks whose likeness is measured; beyond it blocks are paired in order
_PICTURE_ID = re.compile(r"^/i/(\d{1,18})/$")


class Notice(NamedTuple):
    """A change outside the text; the door turns `code` and `facts` into words."""

    code: str
    facts: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class BodyPart:
    """One changed, added or removed block, or `count` blocks that are the same or («more») that differ too."""

    status: BlockStatus
    tag: str = ""
    pieces: list[DiffPiece] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    old_picture: "ComparedPicture | None" = None
    new_picture: "ComparedPicture | None" = None
    count: int = 0

    @property
    def is_picture(self) -> bool:
        return self.old_picture is not None or self.new_picture is not None


@dataclass(frozen=True, slots=True)
class ComparedPicture:
    """`image` is None when it is no longer in the library."""

    image: Image | None
    source: str
    alt: str


def compare_bodies(old: str, new: str) -> list[BodyPart]:
    """Returns the parts in reading order; [] when the bodies are equal. Makes one query when there are pictures."""
    if old == new:
        return []
    before, after = read_blocks(old), read_blocks(new)
    budget = Budget()
    pairs = list(_fold(_pair_up(before, after, budget)))
    images = _find_images(before, after)
    parts = [_describe(pair, budget, images) for pair in pairs[:MAX_SHOWN]]
    left = sum(not pair.run for pair in pairs[MAX_SHOWN:])
    return [*parts, *([BodyPart("more", count=left)] if left else [])]


def missing_pictures(body: str) -> list[int]:
    """Returns the ids of pictures that the body shows but that are no longer in the library."""
    ids = [pk for block in read_blocks(body) if block.is_picture and (pk := picture_id(block.source))]
    known = set(Image.objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return list(dict.fromkeys(pk for pk in ids if pk not in known))


def picture_id(source: str) -> int | None:
    found = _PICTURE_ID.match(source)
    return int(found[1]) if found else None


class _Pair(NamedTuple):
    old: BodyBlock | None
    new: BodyBlock | None
    run: int = 0


def _key(block: BodyBlock) -> tuple[str, str]:
    return (block.tag if block.is_picture else "", block.source or block.text)


def _pair_up(old: Sequence[BodyBlock], new: Sequence[BodyBlock], budget: Budget) -> Iterator[_Pair]:
    for is_equal, a, b, c, d in find_steps(list(map(_key, old)), list(map(_key, new)), budget):
        if is_equal:
            yield from (_Pair(one, other) for one, other in zip(old[a:b], new[c:d], strict=True))
        else:
            yield from _pair_alike(old[a:b], new[c:d])


def _pair_alike(old: Sequence[BodyBlock], new: Sequence[BodyBlock]) -> Iterator[_Pair]:
    """Pairs two differing stretches: blocks that are alike count as one changed block. The order is kept."""
    at, partners = 0, _find_partners(old, new)
    for index, block in enumerate(old):
        partner = partners.get(index)
        if partner is None:
            yield _Pair(block, None)
            continue
        yield from (_Pair(None, each) for each in new[at:partner])
        yield _Pair(block, new[partner])
        at = partner + 1
    yield from (_Pair(None, each) for each in new[at:])


def _find_partners(old: Sequence[BodyBlock], new: Sequence[BodyBlock]) -> dict[int, int]:
    """Finds the pairing without crossings that has the highest total likeness (Needleman and Wunsch). In very long
    stretches each block is paired with the one in the same place."""
    bags = [Counter(block.text) for block in old], [Counter(block.text) for block in new]
    if len(old) * len(new) > MAX_PAIRS:
        places = range(min(len(old), len(new)))
        return {at: at for at in places if _likeness(old[at], new[at], bags[0][at], bags[1][at])}
    likeness = [
        [_likeness(one, other, bags[0][i], bags[1][j]) for j, other in enumerate(new)] for i, one in enumerate(old)
    ]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    return _walk(likeness, best)


def _walk(likeness: list[list[float]], best: list[list[float]]) -> dict[int, int]:
    partners, i, j = {}, 0, 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            partners[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return partners


def _likeness(old: BodyBlock, new: BodyBlock, before: Counter[str], after: Counter[str]) -> float:
    """Returns 0 to 1; 0 when the blocks are not alike enough. A picture only matches another picture."""
    if old.is_picture or new.is_picture:
        return 0.5 if old.is_picture and new.is_picture else 0.0
    total = len(old.text) + len(new.text)
    shared = 2 * (before & after).total() / total if total else 1.0
    return shared if shared >= LEAST_LIKENESS else 0.0


def _fold(pairs: Iterator[_Pair]) -> Iterator[_Pair]:
    """Folds each run of equal blocks into one pair with their count."""
    count = 0
    for pair in pairs:
        if pair.old == pair.new:
            count += 1
            continue
        if count:
            yield _Pair(None, None, count)
            count = 0
        yield pair
    if count:
        yield _Pair(None, None, count)


def _describe(pair: _Pair, budget: Budget, images: dict[int, Image]) -> BodyPart:
    old, new, run = pair
    if old is None and new is None:
        return BodyPart("same", count=run)
    block = new or old
    assert block is not None  # noqa: S101 (one of the two is there)
    status: BlockStatus = "changed" if old and new else "added" if new else "removed"
    notices = list(find_notices(old, new)) if old and new else []
    if block.is_picture:
        return BodyPart(status, block.tag, [], notices, old_picture=_show(old, images), new_picture=_show(new, images))
    pieces = diff_text(old.text if old else "", new.text if new else "", budget)
    return BodyPart(status, block.tag, pieces, notices)


def _show(block: BodyBlock | None, images: dict[int, Image]) -> ComparedPicture | None:
    if block is None:
        return None
    return ComparedPicture(images.get(picture_id(block.source) or 0), block.source, block.text)


def find_notices(old: BodyBlock, new: BodyBlock) -> Iterator[Notice]:
    if old.is_picture:
        if old.source == new.source and old.text != new.text:
            yield Notice("alt", {"old": old.text, "new": new.text})
        return
    if old.tag != new.tag:
        yield Notice("tag", {"old": old.tag, "new": new.tag})
    if old.inside != new.inside:
        yield Notice("inside", {"old": " ".join(old.inside), "new": " ".join(new.inside)})
    if old.style != new.style:
        yield Notice("style", {"old": old.style, "new": new.style})
    yield from _compare_links(old.links, new.links)
    yield from _compare_marks(old.marks, new.marks)


def _compare_links(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[Notice]:
    gone, come = list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())
    for text, address in gone:
        other = next((each for each in come if each[0] == text), None) or next(
            (each for each in come if each[1] == address), None
        )
        if other is None:
            yield Notice("link-removed", {"text": text, "old": address})
            continue
        come.remove(other)
        if other[1] != address:
            yield Notice("link-target", {"text": text, "old": address, "new": other[1]})
    for text, address in come:
        yield Notice("link-added", {"text": text, "new": address})


def _compare_marks(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[Notice]:
    for mark, text in (Counter(old) - Counter(new)).elements():
        yield Notice("mark-removed", {"mark": mark, "text": text})
    for mark, text in (Counter(new) - Counter(old)).elements():
        yield Notice("mark-added", {"mark": mark, "text": text})


def _find_images(*bodies: Sequence[BodyBlock]) -> dict[int, Any]:
    ids = {pk for blocks in bodies for block in blocks if block.is_picture and (pk := picture_id(block.source))}
    return Image.objects.in_bulk(ids) if ids else {}
