"""A limit on the cores changes how fast a picture is made, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import pytest

from mefcore import threads
from mefcore.engine import select
from mefcore.lut.grid import Lut3D


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    yield
    threads.use_at_most(0)


def test_a_limit_holds_until_it_is_lifted() -> None:
    have = threads.cores()
    assert have >= 1
    threads.use_at_most(1)
    assert threads.cores() == 1
    assert os.environ["OMP_NUM_THREADS"] == "1"
    threads.use_at_most(10_000)
    assert threads.cores() == have
    threads.use_at_most(0)
    assert threads.cores() == have


def test_pictures_are_the_same_to_the_bit() -> None:
    frames = [np.random.default_rng(k).integers(0, 65536, (301, 257, 3), dtype=np.uint16) for k in (1, 2)]
    lut = Lut3D(Lut3D.identity(9).table ** 1.3)
    made = []
    for limit in (0, 1):
        threads.use_at_most(limit)
        made.append(select("cpu").apply(frames, [0.4, 0.6], lut, dtype=np.uint16))
    assert np.array_equal(*made)
