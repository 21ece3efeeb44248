"""What is said about other programs fits what Luxcube writes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mefcore.lut.formats import FORMATS
from mefcore.lut.targets import TARGETS, Target, target

KNOWN = {f.name: f for f in FORMATS}


@pytest.mark.parametrize("one", TARGETS, ids=lambda t: t.name)
def test_a_target_can_be_written_for(one: Target) -> None:
    assert one.formats
    assert set(one.formats) <= set(KNOWN)
    assert list(one.sizes) == sorted(set(one.sizes))
    assert one.size in one.sizes
    for name in one.formats:
        assert set(one.sizes) & set(KNOWN[name].sizes), f"{one.name} offers no size that {name} takes"
    assert one.size in KNOWN[one.formats[0]].sizes
    assert not one.shaper or "cube" in one.formats


@pytest.mark.parametrize("one", TARGETS, ids=lambda t: t.name)
def test_a_target_is_explained(one: Target) -> None:
    assert one.label
    assert one.loading.endswith(".")
    assert not one.caveat or one.caveat.endswith(".")


def test_names_are_unique_and_unknown_ones_mean_any() -> None:
    assert len({t.name for t in TARGETS}) == len(TARGETS)
    assert target("resolve").label == "DaVinci Resolve"
    assert target("a program of tomorrow").name == "any"


def test_every_format_is_for_someone() -> None:
    assert {name for t in TARGETS if t.name != "any" for name in t.formats} == set(KNOWN)


def test_the_list_is_light() -> None:
    """The editor reads it before its first window."""
    code = "import sys, mefcore.lut.targets; print(sorted({'numpy', 'torch', 'cv2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
