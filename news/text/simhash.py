"""SimHash: a 64-bit fingerprint that changes little when a text changes little, to find near-duplicates."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

import regex

BITS = 64
BAND_BITS = 16
BANDS = BITS // BAND_BITS
NEAR = 3  # bits; fingerprints that differ in no more than this share at least one of four bands
MIN_CHARS = 80  # letters and digits; shorter texts resemble each other by chance
ALIKE = 0.7  # share of common pairs from which one text counts as a retelling of the other

_LANE = 32  # bits for a sum in each of 64 lanes of one long number
_MASK = (1 << _LANE) - 1
_MOST_COUNTED = 6
_NOT_TEXT = regex.compile(r"[^\p{L}\p{N}]+")


def make_simhash(text: str) -> int | None:
    """Return the SimHash of a text's character pairs, ignoring width, case, spaces and punctuation; None if too short.

    Charikar 2002; Manku, Jain, Das Sarma 2007. Repeated pairs weigh more, because an added line changes them less.
    """
    folded = _fold(text)
    if len(folded) < MIN_CHARS:
        return None
    by_weight = defaultdict(list)
    for pair, count in Counter(_pairs(folded)).items():
        by_weight[4 * min(count, _MOST_COUNTED) ** 2 if count > 1 else 1].append(pair)
    total = sum(weight * sum(map(_spread, pairs)) for weight, pairs in by_weight.items())
    half = sum(weight * len(pairs) for weight, pairs in by_weight.items()) / 2
    return sum(1 << bit for bit in range(BITS) if (total >> (_LANE * bit) & _MASK) > half)


def likeness(one: str, other: str) -> float:
    """Return the share of common pairs of two texts, 0 to 1 (Jaccard), to confirm a match of near fingerprints."""
    pairs, others = set(_pairs(_fold(one))), set(_pairs(_fold(other)))
    return len(pairs & others) / (len(pairs | others) or 1)


def _fold(text: str) -> str:
    return _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text).casefold())


def _pairs(folded: str) -> Iterator[str]:
    return (folded[at : at + 2] for at in range(len(folded) - 1))


def distance(one: int, other: int) -> int:
    """Return how many bits differ (Hamming)."""
    return (one ^ other).bit_count()


def bands_of(number: int) -> Iterator[int]:
    """Yield the four 16-bit bands, lowest first."""
    return ((number >> (BAND_BITS * band)) & ((1 << BAND_BITS) - 1) for band in range(BANDS))


def as_signed(number: int) -> int:
    """Convert to the signed form that a 64-bit database column stores."""
    return number - (1 << BITS) if number >> (BITS - 1) else number


def as_unsigned(number: int) -> int:
    return number & ((1 << BITS) - 1)


@lru_cache(maxsize=16_384)
def _spread(pair: str) -> int:
    """Put each of a pair's 64 hash bits at the bottom of its own lane, so that one addition makes 64 sums."""
    a, b, c, d, e, f, g, h = _mix(ord(pair[0]) << 21 | ord(pair[1])).to_bytes(8, "little")
    lanes = _LANES
    return lanes[0][a] | lanes[1][b] | lanes[2][c] | lanes[3][d] | lanes[4][e] | lanes[5][f] | lanes[6][g] | lanes[7][h]


def _mix(number: int) -> int:
    """splitmix64 (Steele, Lea, Flood 2014): similar inputs give very different outputs, the same on every machine."""
    whole = (1 << BITS) - 1
    number = (number + 0x9E3779B97F4A7C15) & whole
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 & whole
    number = (number ^ number >> 27) * 0x94D049BB133111EB & whole
    return number ^ number >> 31


_LANES = [
    [sum(1 << (_LANE * (8 * place + bit)) for bit in range(8) if byte >> bit & 1) for byte in range(256)]
    for place in range(8)
]
