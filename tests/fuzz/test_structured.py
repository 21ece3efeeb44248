"""Files built by Hypothesis, which knows what TIFF and EXIF are made of and shrinks what fails."""

from __future__ import annotations

import struct
from typing import Any

from hostile import with_exif
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingredients import directory, exif, number
from judge import Judge
from seeds import MAKERS, seed

LAW: dict[str, Any] = {
    "deadline": None,  # the judge has its own
    "database": None,
    "derandomize": True,
    "suppress_health_check": list(HealthCheck),
}

sizes = st.sampled_from([0, 1, 2, 3, 7, 8, 16, 24, 32, 255, 256, 4096, 65535, 65536, 1 << 20, 0x7FFFFFFF, 0xFFFFFFFF])
counts = st.sampled_from([0, 1, 1, 1, 2, 3, 4, 5, 100, 65535, 1 << 24, 0xFFFFFFFF])
kinds = st.sampled_from([1, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 0, 99])
values = sizes | st.integers(0, 600)
picture_tags = st.sampled_from((
    *range(254, 260), 262, 266, 273, 274, 277, 278, 279, 282, 284, 305, 306, 317, 320, 322, 323, 324, 325, 330, 338,
    339, 347, 512, 513, 514, 529, 530, 532, 700, 32997, 33421, 33422, 33723, 34377, 34665, 34675, 34853, 50706,
))  # fmt: skip
compressions = st.sampled_from(
    [1, 1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946, 33003, 34712, 34887, 34892, 34925, 50000, 50001, 50002]
)


@st.composite
def entries(draw: st.DrawFn, tags: st.SearchStrategy[int]) -> tuple[int, int, int, bytes]:
    tag = draw(tags)
    value = draw(compressions if tag == 259 else values)
    return tag, draw(kinds), draw(counts), number(value)


@st.composite
def tiffs(draw: st.DrawFn) -> bytes:
    """A picture of 10×10 with some entries changed or added, one to three directories, and noise to point at."""
    usual = {256: 10, 257: 10, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 10, 279: 100}
    if draw(st.booleans()):
        usual[259] = draw(compressions)
        usual[262] = draw(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 8, 32803, 34892]))
    data = draw(st.binary(min_size=100, max_size=200))
    data += b"\0" * (len(data) % 2)
    body, at = b"", 8 + len(data)
    pages = draw(st.integers(1, 3))
    for page in range(pages):
        page_entries = {tag: (tag, 4, 1, number(value)) for tag, value in usual.items()}
        changed = draw(st.lists(entries(picture_tags), max_size=3))
        page_entries |= {e[0]: e for e in changed}
        ordered = [page_entries[tag] for tag in sorted(page_entries)]
        length = 2 + 12 * len(ordered) + 4
        after = at + len(body) + length if page + 1 < pages else draw(st.sampled_from([0, 0, 8, at, 0xFFFFFF]))
        body += directory(ordered, after)
    return b"II*\0" + number(at) + data + body


camera_tags = st.sampled_from((
    0x829A, 0x829D, 0x8827, 0x8830, 0x9003, 0x9004, 0x9201, 0x9202, 0x920A, 0x927C, 0x9286, 0x9291, 0xA002, 0xA003,
    0xA005, 0xA402, 0xA431, 0xA434, 0x8825, 0x8769, 0x0001,
))  # fmt: skip
outer_tags = st.sampled_from([0x10E, 0x10F, 0x110, 0x112, 0x131, 0x132, 0x13B, 0x8298, 0x8825, 0x201, 0x202, 0x9C9B])


def test_tiffs(judge: Judge, cases: int) -> None:
    @settings(max_examples=max(30, cases // 8), **LAW)
    @given(tiffs(), st.sampled_from([".tif", ".tif", ".dng", ".nef", ".cr2"]))
    def law(data: bytes, suffix: str) -> None:
        judge.try_bytes("built TIFF", data, suffix, "built")

    law()


def test_exif(judge: Judge, cases: int) -> None:
    @settings(max_examples=max(30, cases // 8), **LAW)
    @given(
        st.lists(entries(camera_tags), max_size=6),
        st.lists(entries(outer_tags), max_size=4),
        st.binary(max_size=64),
        st.sampled_from(["JPEG", "PNG"]),
    )
    def law(inner: list[Any], outer: list[Any], heap: bytes, form: str) -> None:
        data = with_exif(exif(inner, heap, outer), form)
        assert judge.try_bytes("built EXIF", data, f".{form.lower()}", "built") == "picture"

    law()


edits = st.lists(
    st.tuples(
        st.sampled_from(["set", "number", "cut", "drop", "double"]),
        st.floats(0, 1),
        st.binary(min_size=1, max_size=8),
        sizes,
    ),
    min_size=1,
    max_size=5,
)


def edited(data: bytes, changes: list[tuple[str, float, bytes, int]]) -> bytes:
    for what, where, some, size in changes:
        at = int(where * len(data))
        if what == "set":
            data = data[:at] + some + data[at + len(some) :]
        elif what == "number":
            data = data[:at] + struct.pack("<L", size) + data[at + 4 :]
        elif what == "cut":
            data = data[:at]
        elif what == "drop":
            data = data[:at] + data[at + 1 + size % 64 :]
        else:
            data = data[:at] + data[max(0, at - size % 64) :]
    return data


def test_edited(judge: Judge, cases: int) -> None:
    @settings(max_examples=max(50, cases // 3), **LAW)
    @given(st.sampled_from(sorted(MAKERS)), edits)
    def law(kind: str, changes: list[tuple[str, float, bytes, int]]) -> None:
        whole = seed(kind)
        judge.try_bytes(
            "edited " + kind.partition("-")[0], edited(whole.data, changes), whole.suffix, str(changes)[:80]
        )

    law()
