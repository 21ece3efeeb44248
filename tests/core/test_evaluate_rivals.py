"""The rivals: any size, any number of frames, and a bilateral grid sliced as its paper has it."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from mefcore.engine import select
from mefcore.errors import ModelError
from mefcore.evaluate.methods import load_network
from mefcore.nets.rivals import KINDS, BilateralGrid, LaplacianPyramid, Rival, load_rival
from mefcore.nets.weights import WeightsInfo, write_weights


def untrained(kind: str, *, shaken: bool = True) -> Rival:
    """A small rival; ``shaken`` so that it does more than blend."""
    torch.manual_seed(0)
    net = KINDS[kind](width=8)
    if shaken:
        with torch.no_grad():
            for p in net.parameters():
                p.add_(0.05 * torch.randn_like(p))
    return net.eval().requires_grad_(False)


def bracket(k: int, h: int = 40, w: int = 56) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(k)
    frames = torch.rand(1, k, 3, h, w, generator=generator) * torch.linspace(0.3, 1, k).view(1, k, 1, 1, 1)
    thumbs = torch.nn.functional.interpolate(frames.flatten(0, 1), size=(128, 128), mode="bilinear")
    return frames, thumbs.unflatten(0, (1, k))


each = pytest.mark.parametrize("kind", list(KINDS))


@each
@pytest.mark.parametrize(("h", "w"), [(40, 56), (41, 57), (33, 130), (8, 9)])
def test_untrained_it_blends(kind: str, h: int, w: int) -> None:
    net = untrained(kind, shaken=False)
    frames, thumbs = bracket(3, h, w)
    weights, blend, _ = net.blend(frames, thumbs)
    torch.testing.assert_close(blend, torch.einsum("bkchw,bk->bchw", frames, weights))
    torch.testing.assert_close(net(frames, thumbs), blend, atol=1e-5, rtol=0)


@each
@pytest.mark.parametrize("k", [1, 2, 5, 9])
def test_any_number_of_frames_in_any_order(kind: str, k: int) -> None:
    net = untrained(kind)
    frames, thumbs = bracket(k)
    wanted = net(frames, thumbs)
    assert wanted.shape == (1, 3, 40, 56)
    torch.testing.assert_close(net(frames.flip(1), thumbs.flip(1)), wanted, atol=1e-5, rtol=1e-4)
    twice = net(torch.cat([frames, frames[:, :1]], 1), torch.cat([thumbs, thumbs[:, :1]], 1))
    torch.testing.assert_close(twice, wanted, atol=1e-4, rtol=1e-3)


@each
def test_every_parameter_learns(kind: str) -> None:
    net = untrained(kind).requires_grad_(True)
    net(*bracket(3)).square().mean().backward()
    still = [name for name, p in net.named_parameters() if p.grad is None or not p.grad.any()]
    assert set(still) <= {"weights.head.2.bias"}  # added to every frame alike, it does not change a softmax


@each
def test_it_stays_small(kind: str) -> None:
    assert sum(p.numel() for p in KINDS[kind]().parameters()) < 520_000


def test_the_grid_has_the_papers_size() -> None:
    assert BilateralGrid().grid(*bracket(3)).shape == (1, 12, 8, 16, 16)
    assert LaplacianPyramid().grid(*bracket(3)).shape == (1, 3, 10, 14)


def test_slicing_is_trilinear() -> None:
    """Each pixel's matrix, from the eight cells around it, one pixel at a time."""
    net = untrained("hdrnet")
    assert isinstance(net, BilateralGrid)
    frames, thumbs = bracket(2, 23, 31)
    _, image, _ = net.blend(frames, thumbs)
    grid, guide = net.grid(frames, thumbs)[0].double().numpy(), net.guide(image)[0].double().numpy()
    got, pixels = net(frames, thumbs)[0].numpy(), image[0].double().numpy()
    depth, height, width = grid.shape[1:]
    for v, h in ((0, 0), (22, 30), (11, 5), (7, 29), (16, 16)):
        at = (guide[v, h] * depth - 0.5, (v + 0.5) / 23 * height - 0.5, (h + 0.5) / 31 * width - 0.5)
        lower = [int(np.floor(a)) for a in at]
        matrix = np.zeros(12)
        for corner in itertools.product((0, 1), repeat=3):
            cell = [lo + c for lo, c in zip(lower, corner, strict=True)]
            share = np.prod([1 - abs(a - c) for a, c in zip(at, cell, strict=True)])
            z, y, x = (min(max(c, 0), n - 1) for c, n in zip(cell, (depth, height, width), strict=True))
            matrix += share * grid[:, z, y, x]
        matrix = matrix.reshape(3, 4)
        np.testing.assert_allclose(got[:, v, h], matrix[:, :3] @ pixels[:, v, h] + matrix[:, 3], atol=1e-5)


@each
def test_it_comes_back_from_a_file(kind: str, tmp_path: Path) -> None:
    net, path = untrained(kind), tmp_path / "weights.safetensors"
    write_weights(path, net.state_dict(), WeightsInfo(kind, "tiny", {"width": 8}))
    frames, thumbs = bracket(3)
    torch.testing.assert_close(load_rival(path, kind)(frames, thumbs), net(frames, thumbs))
    network = load_network(path, engine=select("cpu"), grid=9)
    stack = (frames[0].permute(0, 2, 3, 1).numpy() * 255).astype(np.uint8)
    picture = network.fuse(stack)
    assert picture.dtype == np.uint8
    assert picture.shape == stack.shape[1:]
    assert network.parameters == sum(p.numel() for p in net.parameters())
    assert network.values(stack).size == net.grid(frames, thumbs).numel()
    with pytest.raises(ModelError, match=f"holds a {kind}"):
        load_rival(path, next(k for k in KINDS if k != kind))
    write_weights(path, net.state_dict(), WeightsInfo(kind, "tiny", {"width": 9}))
    with pytest.raises(ModelError, match="does not fit"):
        load_rival(path, kind)
