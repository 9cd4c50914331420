"""Whatever bytes come, from outside or from the worker, the answer is one of ours. Nobody chose them."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.images.child.gif_blocks import count_frames
from news.images.child.jobs import answer
from news.images.limits import MAX_FRAMES, SUFFIXES
from news.images.messages import REASONS
from news.images.worker_messages import MessageError, read_message, write_message
from tests.images.pictures import animation, as_bytes, draw, gif_of, jpeg, noise, with_iptc, with_xmp

JOB = {"job": "prepare", "focal": (0.5, 0.5)}
SEEDS = [
    jpeg(icc_profile=b"profile", comment=b"comment"),
    as_bytes(noise(40, 30), "JPEG", progressive=True),
    with_xmp(with_iptc(jpeg(), [(80, b"Ann")]), "<dc:rights>Ann</dc:rights>"),
    as_bytes(noise(40, 30), "PNG"),
    as_bytes(draw(20, 20, (1, 2, 3, 4), "RGBA"), "PNG"),
    as_bytes(draw(20, 20, 3, "P"), "PNG", transparency=3),
    animation("GIF", size=(20, 20)),
    animation("WEBP", size=(20, 20)),
    as_bytes(noise(40, 30), "WEBP", lossless=True),
]
generous = settings(max_examples=150, deadline=None)


@st.composite
def damaged(draw_value):
    """A picture with some bytes changed, some left out and something behind it."""
    data = bytearray(draw_value(st.sampled_from(SEEDS)))
    for _ in range(draw_value(st.integers(0, 6))):
        data[draw_value(st.integers(0, len(data) - 1))] = draw_value(st.integers(0, 255))
    start = draw_value(st.integers(0, len(data)))
    del data[start : start + draw_value(st.sampled_from([0, 0, 1, 7, 100]))]
    return bytes(data) + draw_value(st.binary(max_size=20))


@given(damaged())
@generous
def test_a_damaged_picture_is_taken_whole_or_refused_with_a_reason(data):
    head, parts = answer(JOB, data)
    if "refused" in head:
        assert head["refused"] in REASONS
        assert parts == []
    else:
        assert len(parts) == len(head["files"])
        assert all(parts)
        assert {file["type"] for file in head["files"]} <= set(SUFFIXES)


@given(
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b""]),
    st.binary(max_size=300),
)
@generous
def test_any_bytes_are_refused_with_a_reason(start, rest):
    head, _parts = answer(JOB, start + rest)
    assert head.get("refused") in REASONS


@given(st.binary(max_size=300))
@generous
def test_any_bytes_have_a_number_of_frames(data):
    assert 0 <= count_frames(data, MAX_FRAMES + 1) <= MAX_FRAMES + 1


@pytest.mark.parametrize("frames", [0, 1, 2, 57, 200])
def test_frames_are_counted_exactly(frames):
    assert count_frames(gif_of(frames), 1000) == frames
    assert count_frames(gif_of(frames), 50) == min(frames, 50)


@given(st.binary(max_size=200))
@generous
def test_any_answer_is_a_message_or_an_error_of_ours(data):
    try:
        read = read_message(io.BytesIO(data))
    except MessageError:
        return
    assert read is None or isinstance(read[0], dict)


@given(st.dictionaries(st.text(), st.integers() | st.text()), st.lists(st.binary()))
@generous
def test_a_message_arrives_as_it_was_sent(head, parts):
    head.pop("sizes", None)
    stream = io.BytesIO()
    write_message(stream, head, parts)
    stream.seek(0)
    assert read_message(stream) == (head, parts)
    assert read_message(stream) is None
