"""Files of every kind, broken in every way we can think of: each is a picture or one sentence."""

from __future__ import annotations

import pytest
from breaking import broken
from judge import Judge
from seeds import MAKERS, seed

SUFFIXES = (".jpg", ".heic", ".tif", ".dng", ".exr", ".nef", ".cr3", ".xyz", "")


@pytest.mark.parametrize("kind", MAKERS)
def test_whole(judge: Judge, kind: str) -> None:
    whole = seed(kind)
    assert judge.try_bytes("whole", whole.data, whole.suffix, kind) == "picture"


@pytest.mark.parametrize("kind", MAKERS)
def test_broken(judge: Judge, cases: int, kind: str) -> None:
    whole = seed(kind)
    failures = []
    for number, (how, data) in enumerate(broken(kind, whole.data, max(3, cases // len(MAKERS)))):
        suffix = SUFFIXES[number % len(SUFFIXES)] if number % 7 == 6 else whole.suffix
        try:
            judge.try_bytes(kind, data, suffix, f"{how}{suffix}")
        except AssertionError as e:
            failures.append(str(e))
    assert not failures, "\n\n".join([*failures[:5], f"{len(failures)} in all"])
