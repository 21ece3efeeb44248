"""The terms that pictures are optimised by, against the measures they stand for and against values by hand."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
import torch
from evaluate_cases import exposures
from torch import Tensor

from mefcore.blend import WeightGrid, weights_at
from mefcore.color import srgb_to_lab
from mefcore.evaluate.edges import EdgeTarget
from mefcore.evaluate.structure import gray
from mefcore.nets.bilateral import Slices, guide_of
from mefcore.objective import losses
from mefcore.objective.edges import edges_of, kept, turned


def tensor(*pictures: np.ndarray) -> Tensor:
    """``(1, K, 3, H, W)`` in ``[0, 1]`` of uint8 pictures."""
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float()[None] / 255


@pytest.fixture(scope="module")
def stack() -> list[np.ndarray]:
    return exposures((-3, -1, 1), height=96, width=128)


def candidates(stack: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Pictures of very different worth."""
    mean = np.mean(stack, axis=0).astype(np.uint8)
    return {"dark": stack[0], "mean": mean, "negative": 255 - mean, "flat": np.full_like(mean, 128)}


@pytest.mark.parametrize("name", ["dark", "mean", "negative", "flat"])
def test_kept_edges_are_the_published_measure(stack: list[np.ndarray], name: str) -> None:
    """But for lines that are nearly vertical, whose angle the published form lets jump by half a turn."""
    picture = candidates(stack)[name]
    ours = float(kept(tensor(picture)[:, 0], edges_of(tensor(*stack))))
    assert ours == pytest.approx(literal([gray(f) for f in stack], gray(picture)), abs=6e-3)
    assert ours == pytest.approx(EdgeTarget([gray(f) for f in stack]).preserved(gray(picture)), abs=0.04)


def literal(frames: list[np.ndarray], picture: np.ndarray) -> float:
    """Q_AB/F with the angle between lines, pixel by pixel in float64."""

    def sobel(x: np.ndarray) -> np.ndarray:
        return np.stack([cv2.Sobel(x.astype(np.float64), -1, *d, borderType=cv2.BORDER_REFLECT_101) for d in axes], -1)

    axes = ((1, 0), (0, 1))
    own, above, below = sobel(picture), 0.0, 0.0
    for frame in frames:
        theirs = sobel(frame)
        a, b = np.linalg.norm(theirs, axis=-1), np.linalg.norm(own, axis=-1)
        ratio = np.minimum(a, b) / np.maximum(np.maximum(a, b), 1e-9)
        turn = np.arctan2(theirs[..., 1], theirs[..., 0]) - np.arctan2(own[..., 1], own[..., 0])
        angle = np.abs((turn + np.pi / 2) % np.pi - np.pi / 2)
        q = 0.9994 / (1 + np.exp(-15 * (ratio - 0.5))) * 0.9879 / (1 + np.exp(-22 * (1 - angle / (np.pi / 2) - 0.8)))
        above, below = above + (q * a).sum(), below + a.sum()
    return above / below


def test_only_what_runs_against_an_edge_is_turned(stack: list[np.ndarray]) -> None:
    edges, all_ = edges_of(tensor(*stack)), candidates(stack)
    assert float(turned(tensor(stack[1])[:, 0], edges)) == pytest.approx(0, abs=1e-4)
    assert float(turned(tensor(all_["flat"])[:, 0], edges)) == 0
    assert float(turned(tensor(all_["negative"])[:, 0], edges)) > 0.3
    measured = EdgeTarget([gray(f) for f in stack]).reversed(gray(all_["negative"]))
    assert float(turned(tensor(all_["negative"])[:, 0], edges)) <= measured + 0.02


def test_a_turned_ramp_by_hand() -> None:
    """A ramp answered by its opposite at half the slope; the mirrored ends have no slope, and do not count."""
    ramp = (torch.arange(16) * 0.05).view(1, 1, 1, 1, 16).expand(1, 1, 3, 12, 16)
    found = turned(0.5 - 0.5 * ramp[:, 0], edges_of(ramp))
    assert float(found) == pytest.approx(0.5, rel=0.05)


@pytest.mark.parametrize("term", [kept, turned])
def test_gradients_of_edges(term: Callable[..., Tensor]) -> None:
    torch.manual_seed(0)
    frames = torch.rand(1, 2, 3, 8, 9, dtype=torch.float64)
    edges = edges_of(frames)
    torch.autograd.gradcheck(lambda x: term(x, edges), (torch.rand(1, 3, 8, 9, dtype=torch.float64).requires_grad_(),))


def test_delta_e_is_cie_1976() -> None:
    rng = np.random.default_rng(0)
    one, two = (rng.random((6, 7, 3)) for _ in range(2))
    lab = [srgb_to_lab(x) for x in (one, two)]
    by_hand = np.linalg.norm(lab[0] - lab[1], axis=-1).mean() / 100
    pair = [torch.from_numpy(x).permute(2, 0, 1)[None] for x in (one, two)]
    assert float(losses.delta_e(*pair)) == pytest.approx(by_hand, rel=2e-3)
    assert float(losses.delta_e(pair[0], pair[0])) < 1e-4


def test_weight_roughness_by_hand() -> None:
    """Two frames whose logits differ by one step of 1 along x only: each is off the mean by half of it."""
    grid = torch.zeros(1, 2, 3, 4, 4)
    grid[:, 0, ..., 2:] = 1.0
    assert float(losses.weight_roughness(grid)) == pytest.approx(0.5**2 / 3)
    assert float(losses.weight_roughness(grid + 7)) == pytest.approx(0.5**2 / 3)


def grid_of(stack: list[np.ndarray]) -> WeightGrid:
    logits = np.random.default_rng(1).normal(0, 1.5, (len(stack), 8, 16, 16))
    weights = np.exp(logits) / np.exp(logits).sum(0)
    return WeightGrid(weights.astype(np.float32), np.float32([0.2, 0.5, 0.3]))


def test_training_reads_the_grid_as_the_engine_does(stack: list[np.ndarray]) -> None:
    grid = grid_of(stack)
    frames = tensor(*stack)
    slices = Slices(guide_of(frames, torch.from_numpy(grid.guide)[None]))
    read = slices.read(torch.from_numpy(grid.values)[None])[0].numpy()
    np.testing.assert_allclose(read, weights_at(stack, grid), atol=2e-5)


def test_gathering_is_the_adjoint_of_reading(stack: list[np.ndarray]) -> None:
    torch.manual_seed(0)
    grid = torch.rand(2, 3, 8, 16, 16, dtype=torch.float64)
    values = torch.rand(2, 3, 20, 30, dtype=torch.float64)
    slices = Slices(torch.rand(2, 20, 30, dtype=torch.float64))
    slices._rows, slices._columns = slices._rows.double(), slices._columns.double()
    one = (slices.read(grid) * values).sum()
    other = (grid * slices.gather(values)).sum()
    torch.testing.assert_close(one, other)
