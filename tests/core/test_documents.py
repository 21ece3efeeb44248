"""Made-up documents: equation 7 as written, the same for the same seed, and readable as training data."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from cli_cases import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from mefcore.errors import Cancelled, MefError
from mefcore.job import Job
from mefcore.train.data import find_stacks
from mefcore.train.data.documents import (
    Exposure,
    document,
    make_documents,
    over_exposed,
    random_exposure,
    under_exposed,
)
from mefcore.train.data.documents.fonts import families
from mefcore.train.data.documents.kinds import KINDS
from mefcore.train.data.documents.page import Page
from mefcore.train.data.documents.text import Writer

exposures = st.builds(Exposure, st.floats(1.5, 5), st.floats(0.9, 1), st.floats(0.5, 1))
LEVELS = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, axis=2)


@given(exposures)
@settings(deadline=None)
def test_equation_7(e: Exposure) -> None:
    x = LEVELS / 255.0
    under = e.beta * (e.alpha * x) ** e.gamma
    over = 1 - e.beta * (e.alpha * (1 - x)) ** e.gamma
    assert np.abs(under_exposed(LEVELS, e) - 255 * under).max() <= 0.5 + 1e-9
    assert np.abs(over_exposed(LEVELS, e) - 255 * over).max() <= 0.5 + 1e-9


@given(exposures)
@settings(deadline=None)
def test_one_exposure_only_darkens_and_the_other_only_brightens(e: Exposure) -> None:
    assert (under_exposed(LEVELS, e) <= LEVELS).all()
    assert (over_exposed(LEVELS, e) >= LEVELS).all()


def test_parameters_come_from_the_papers_ranges() -> None:
    rng = np.random.default_rng(0)
    drawn = np.array([list(vars(random_exposure(rng)).values()) for _ in range(3000)])
    np.testing.assert_allclose(drawn.min(0), [1.5, 0.9, 0.5], atol=0.01)
    np.testing.assert_allclose(drawn.max(0), [5.0, 1.0, 1.0], atol=0.01)
    np.testing.assert_allclose(drawn.mean(0), [3.25, 0.95, 0.75], atol=0.06)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_puts_ink_on_paper(kind: str) -> None:
    for seed, family in enumerate(families()):
        page = Page(600, family)
        KINDS[kind](page, Writer(np.random.default_rng(seed)))
        pixels = page.pixels()
        assert pixels.shape == (600, 424, 3)
        assert np.mean(pixels.min(-1) > 225) > 0.5, "mostly paper"
        assert 0.004 < np.mean(pixels.max(-1) < 128) < 0.4, "with ink on it"
        rows = np.flatnonzero((pixels.min(-1) < 128).any(1))
        assert rows[-1] - rows[0] > 300, "over most of the page"


def test_fonts_are_those_of_the_extra() -> None:
    """Documents of a seed must not depend on what a system has installed."""
    assert [f.name for f in families()] == ["Aileron", "Caladea", "Lato", "Source Sans", "Source Serif"]
    for family in families()[1:]:
        assert all(p is not None and p.is_file() for p in (family.regular, family.bold, family.italic))


def test_a_seed_is_a_document() -> None:
    a, b, other = document(3, 5, 500), document(3, 5, 500), document(3, 6, 500)
    for part in ("label", "under", "over"):
        np.testing.assert_array_equal(getattr(a, part), getattr(b, part))
    assert a.label.shape != other.label.shape or (a.label != other.label).any()


def test_the_exposures_are_of_the_label() -> None:
    for index in range(6):
        d = document(1, index, 500)
        np.testing.assert_array_equal(d.under, under_exposed(d.label, d.parameters[0]))
        np.testing.assert_array_equal(d.over, over_exposed(d.label, d.parameters[1]))
        assert np.mean(d.label >= 254) < 0.03, "the clean page holds its highlights"
        assert d.label.mean() > 110
        assert d.under.mean() < d.label.mean() < d.over.mean()


def test_documents_are_above_4k_unless_asked_otherwise() -> None:
    from inspect import signature

    assert signature(make_documents).parameters["longest"].default >= 3840
    assert max(document(0, 0, 3840).label.shape) == 3840


def test_they_are_written_as_scenes_and_a_stopped_run_goes_on(tmp_path: Path) -> None:
    stop = Job(lambda fraction, _: stop.cancel() if fraction > 0.4 else None)
    with pytest.raises(Cancelled):
        make_documents(tmp_path / "a", count=6, seed=2, longest=300, suffix="png", job=stop)
    make_documents(tmp_path / "a", count=6, seed=2, longest=300, suffix="png")
    make_documents(tmp_path / "b", count=6, seed=2, longest=300, suffix="png")
    files = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*.png"))
    assert len(files) == 18
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    stacks = [s for split in sorted(tmp_path.glob("b/*/")) for s in find_stacks(split)]
    assert len(stacks) == 6
    for stack in stacks:
        dark, bright = (cv2.imread(str(p)) for p in stack.frames)
        assert stack.label is not None
        assert dark.mean() < cv2.imread(str(stack.label)).mean() < bright.mean()
    about = [json.loads(p.read_text()) for p in tmp_path.glob("b/*/*/about.json")]
    assert len(about) == 6
    assert all(set(e) == {"gamma", "alpha", "beta"} for a in about for e in a["exposures"])


def test_an_unknown_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(MefError, match="choose jpg or png"):
        make_documents(tmp_path, count=1, suffix="gif")


def test_the_command(tmp_path: Path, mef: Run) -> None:
    command = ["data", "documents", tmp_path / "med"]
    status, said, wrong = mef(*command, "--count", "2", "--longest", "256")
    assert status == 0, wrong
    assert "2 documents" in said
    assert len(list((tmp_path / "med").rglob("label.jpg"))) == 2
    status, _, wrong = mef(*command, "--format", "gif")
    assert status == 2
    assert "choose jpg or png" in wrong
