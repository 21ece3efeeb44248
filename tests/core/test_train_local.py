"""Training the local head: it goes on from a student, learns, and leaves the global answer as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from evaluate_cases import exposures
from train_cases import make_data, write_config

from mefcore import pipeline
from mefcore.errors import MefError, ModelError
from mefcore.nets.student import load_student
from mefcore.train.loop import run

SHAPE = "[shape]\nencoder_width = 16\nbottleneck = 8\nimplicit_width = 16\nrounds = 1\n"
TERMS = "[loss]\nkept_edges = 3.0\nturned_edges = 1.0\nweight_roughness = 0.01\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def student(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of a global student."""
    folder = tmp_path_factory.mktemp("student")
    return run(write_config(folder, 2, tables=SHAPE), data=root, out=folder / "run", echo=lambda _: None)


def local_config(folder: Path, steps: int, start: Path | str, shape: str = SHAPE) -> Path:
    more = f'start = "{start}"'
    return write_config(folder, steps, name="local", more=more, tables=shape + "local_rounds = 1\n" + TERMS)


def test_only_the_head_learns(root: Path, student: Path, tmp_path: Path) -> None:
    weights = run(local_config(tmp_path, 4, student), data=root, out=tmp_path / "run", echo=lambda _: None)
    before, after = load_student(student), load_student(weights)
    for name, value in before.state_dict().items():
        torch.testing.assert_close(after.state_dict()[name], value, rtol=0, atol=0)
    assert after.local is not None
    assert any(p.abs().sum() > 0 for p in after.local.last.parameters())
    x = np.stack([pipeline.thumbnail(f) for f in exposures((-3, -1, 1))])
    np.testing.assert_array_equal(after.infer(x)[0], before.infer(x)[0])
    assert after.infer_local(x).grid.std(axis=(1, 2, 3)).max() > 0


def test_it_goes_on_from_a_head_that_is_there(root: Path, student: Path, tmp_path: Path) -> None:
    first = run(local_config(tmp_path, 2, student), data=root, out=tmp_path / "one", echo=lambda _: None)
    second = run(local_config(tmp_path, 1, first), data=root, out=tmp_path / "two", echo=lambda _: None)
    one, two = (load_student(p).state_dict()["local.frame_in.weight"] for p in (first, second))
    fresh = load_student(student)
    assert fresh.local is None
    assert (two - one).abs().max() < 0.02
    assert (two != one).any()


def test_it_resumes_exactly(root: Path, student: Path, tmp_path: Path) -> None:
    whole = run(local_config(tmp_path, 4, student), data=root, out=tmp_path / "whole", echo=lambda _: None)
    run(local_config(tmp_path, 4, student), data=root, out=tmp_path / "parts", echo=lambda _: None)
    again = run(local_config(tmp_path, 4, student), data=root, out=tmp_path / "parts", echo=lambda _: None)
    a, b = load_student(whole).state_dict(), load_student(again).state_dict()
    for name in a:
        torch.testing.assert_close(a[name], b[name], rtol=0, atol=1e-7)


def test_it_needs_a_student_to_go_on_from(root: Path, student: Path, tmp_path: Path) -> None:
    with pytest.raises(MefError, match="goes on from a trained student"):
        run(local_config(tmp_path, 1, ""), data=root, out=tmp_path / "a", echo=lambda _: None)
    with pytest.raises(ModelError, match="not there yet"):
        run(local_config(tmp_path, 1, tmp_path / "none"), data=root, out=tmp_path / "b", echo=lambda _: None)
    other = SHAPE.replace("encoder_width = 16", "encoder_width = 24")
    with pytest.raises(MefError, match="another shape"):
        run(local_config(tmp_path, 1, student, other), data=root, out=tmp_path / "c", echo=lambda _: None)
