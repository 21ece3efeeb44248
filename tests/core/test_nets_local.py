"""The local head: nothing is changed before training, and no law of the network is lost by it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from evaluate_cases import exposures

from mefcore import pipeline
from mefcore.errors import ModelError
from mefcore.nets.student import Shape, Student, load_model

SMALL = Shape(encoder_width=16, bottleneck=8, implicit_width=16, rounds=1, local_rounds=2)


def thumbs(k: int = 3) -> np.ndarray:
    return np.stack([pipeline.thumbnail(f) for f in exposures(np.linspace(-4, 2, k))])


@pytest.fixture
def student() -> Student:
    """With random last layers, so that rounds do something."""
    torch.manual_seed(3)
    student = Student(SMALL)
    local = student.local
    assert local is not None
    for layer in (local.splat.spread[-1], local.everywhere[-1], local.last, student.implicit.mlp[-1]):
        torch.nn.init.normal_(layer.weight, std=0.05)
    return student.eval()


def test_untrained_it_is_the_global_answer() -> None:
    student = Student(SMALL).eval()
    with torch.no_grad():
        answer = student.everywhere(torch.rand(2, 3, 3, 128, 128))
    everywhere = torch.softmax(answer.grid, 1)
    torch.testing.assert_close(everywhere, answer.weights[:, :, None, None, None].expand_as(everywhere))
    torch.testing.assert_close(answer.local_code, answer.code)


def test_the_global_answer_does_not_depend_on_the_head(student: Student) -> None:
    x = thumbs()
    weights, lut, _ = student.infer(x)
    found = student.infer_local(x)
    np.testing.assert_array_equal(found.weights, weights)
    np.testing.assert_array_equal(found.lut.sample(5).table, lut.sample(5).table)


@pytest.mark.parametrize("k", range(2, 10))
def test_any_number_of_frames_in_any_order(student: Student, k: int) -> None:
    x = thumbs(k)
    found = student.infer_local(x)
    assert found.grid.shape == (k, 8, 16, 16)
    assert found.grid.std(axis=(1, 2, 3)).max() > 1e-4
    np.testing.assert_allclose(found.grid.sum(0), 1, atol=1e-5)
    order = np.random.default_rng(k).permutation(k)
    other = student.infer_local(x[order])
    np.testing.assert_array_equal(other.grid, found.grid[order])
    np.testing.assert_array_equal(other.local_lut.latent.numpy(), found.local_lut.latent.numpy())


def test_a_frame_shot_twice_counts_once(student: Student) -> None:
    x = thumbs(3)
    found, twice = student.infer_local(x), student.infer_local(x[[0, 1, 1, 2]])
    np.testing.assert_allclose(twice.grid[1] + twice.grid[2], found.grid[1], atol=1e-4)
    np.testing.assert_allclose(twice.local_lut.latent, found.local_lut.latent, atol=1e-3)


@pytest.mark.parametrize("axes", [(2,), (1,), (1, 2)])
def test_a_mirrored_bracket_has_mirrored_weights(student: Student, axes: tuple[int, ...]) -> None:
    x = thumbs()
    found, mirrored = student.infer_local(x), student.infer_local(np.ascontiguousarray(np.flip(x, axes)))
    np.testing.assert_array_equal(mirrored.grid, np.flip(found.grid, tuple(a + 1 for a in axes)))
    np.testing.assert_array_equal(mirrored.local_lut.latent, found.local_lut.latent)
    np.testing.assert_array_equal(mirrored.weights, found.weights)


def test_a_student_without_the_head_says_so() -> None:
    with pytest.raises(ModelError, match="no local weights"):
        Student(Shape(16, 8, 16)).infer_local(thumbs())


def test_the_shipped_weights_have_one_and_are_small() -> None:
    student = load_model()
    assert student.local is not None
    assert sum(p.numel() for p in student.parameters()) <= 1_000_000
    assert sum(p.numel() for n, p in student.named_parameters() if not n.startswith("local.")) <= 520_000
    found = student.infer_local(thumbs())
    assert found.grid.std(axis=(1, 2, 3)).min() > 0.01  # it does vary
