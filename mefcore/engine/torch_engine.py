"""The engine in plain torch operations: where the native library is missing, and on CUDA or Apple GPUs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
import torch

from mefcore.blend import LUMA, WHOLE, WeightGrid, Window
from mefcore.engine.request import Request, check
from mefcore.errors import MefError
from mefcore.job import SILENT, Job

if TYPE_CHECKING:
    from mefcore.lut.grid import Lut3D

TILE_PIXELS = {"cpu": 1 << 15, "cuda": 1 << 22, "mps": 1 << 20}
"""Pixels worked on at once; a pixel needs about 250 bytes on the device, so a CPU tile stays below 10 MB."""

Lookup = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class TorchEngine:
    """Blend and LUT with explicit gathers.  ``threads`` is ignored: torch has its own pool.

    Raises:
        MefError: the device is not there.
    """

    device: Literal["cpu", "cuda", "mps"] = "cpu"

    def __post_init__(self) -> None:
        if self.device == "cuda" and not torch.cuda.is_available():
            raise MefError(
                "no CUDA device was found", hint="choose --device auto or cpu, or install a CUDA build of PyTorch"
            )
        if self.device == "mps" and not torch.backends.mps.is_available():
            raise MefError("no Apple GPU was found", hint="choose --device auto or cpu")

    @property
    def name(self) -> str:
        return f"torch-{self.device}"

    def apply(
        self,
        frames: Sequence[np.ndarray],
        weights: Sequence[float] | WeightGrid,
        lut: Lut3D | None,
        *,
        window: Window = WHOLE,
        interpolation: str = "trilinear",
        dtype: type[np.generic] = np.uint16,
        out: np.ndarray | None = None,
        threads: int | None = None,
        job: Job = SILENT,
    ) -> np.ndarray:
        """See :meth:`mefcore.engine.Engine.apply`."""
        request = check(frames, weights, lut, interpolation, dtype, out, window)
        height, width = request.out.shape[:2]
        if request.out.size == 0:
            return request.out
        with torch.inference_mode():
            lookup = _lookup(request, self.device)
            local = None if request.grid is None else _Slices(request, self.device)
            columns = min(width, TILE_PIXELS[self.device])
            rows = max(1, TILE_PIXELS[self.device] // columns)
            for top in range(0, height, rows):
                job.progress(top / height)
                for left in range(0, width, columns):
                    tile = np.s_[top : top + rows, left : left + columns]
                    blend = _blend(request, tile, self.device) if local is None else local.blend(tile)
                    _store(lookup(blend.to(torch.float32)), request, tile)
        job.progress(1.0)
        return request.out


def devices() -> list[Literal["cpu", "cuda", "mps"]]:
    """The devices torch can use here, GPUs first."""
    found: list[Literal["cpu", "cuda", "mps"]] = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return [*found, "cpu"]


def best_device() -> Literal["cpu", "cuda", "mps"]:
    """The first of :func:`devices`."""
    return devices()[0]


def _upload(tile: np.ndarray, device: str) -> torch.Tensor:
    """A tile as float32 on the device, unscaled.  uint16 travels as int16 bits: torch.uint16 has no arithmetic."""
    packed = np.array(tile, order="C")  # a copy: torch warns about read-only arrays
    if packed.dtype == np.uint16:
        return (torch.from_numpy(packed.view(np.int16)).to(device).to(torch.int32) & 0xFFFF).to(torch.float32)
    return torch.from_numpy(packed).to(device).to(torch.float32)


def _wide(device: str) -> torch.dtype:
    """What sums of frames are made in: float32 products would eat most of the error a 16-bit result may have."""
    return torch.float32 if device == "mps" else torch.float64  # Apple GPUs have no float64


def _blend(request: Request, tile: tuple[slice, slice], device: str) -> torch.Tensor:
    """``sum_k w_k I_k`` as ``(P, 3)`` in units of full scale, with :attr:`Request.weights`."""
    total: torch.Tensor | None = None
    for frame, weight in zip(request.frames, request.weights / request.scale_in, strict=True):
        part = _upload(frame[tile], device).to(_wide(device)) * float(weight)
        total = part if total is None else total.add_(part)
    if total is None:
        raise ValueError("no frames")
    return total.reshape(-1, 3)


class _Slices:
    """Blends tiles with the weights that a grid holds for each of their pixels."""

    GROUP = 4
    """Frames whose weights are read at once: a bound on memory, and about what one cache line holds."""

    def __init__(self, request: Request, device: str) -> None:
        if request.grid is None:
            raise ValueError("equal weights everywhere need no grid")
        self.request, self.device = request, device
        k, depth, height, width = request.grid.values.shape
        self.depth = depth
        self.steps = (width * depth * (height > 1), depth * (width > 1), int(depth > 1))  # to the next node, or to none
        scaled = request.grid.values.reshape(k, -1).astype(np.float64) / request.scale_in
        order = np.arange(scaled.shape[1]).reshape(depth, height, width).transpose(1, 2, 0).ravel()
        self.nodes = [
            torch.from_numpy(np.ascontiguousarray(scaled[first : first + self.GROUP, order].T))
            .to(_wide(device))
            .to(device)
            for first in range(0, k, self.GROUP)
        ]
        (y, fy), (x, fx) = request.cells
        self.y = torch.from_numpy(y.astype(np.int64) * (width * depth)).to(device), self._fraction(fy)
        self.x = torch.from_numpy(x.astype(np.int64) * depth).to(device), self._fraction(fx)

    def _fraction(self, values: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(values).to(self.device).to(_wide(self.device))

    def blend(self, tile: tuple[slice, slice]) -> torch.Tensor:
        """``sum_k w_k I_k`` as ``(P, 3)`` in units of full scale."""
        index, fractions = self._locate(tile)
        total = torch.zeros(len(index), 3, dtype=_wide(self.device), device=self.device)
        for group, nodes in enumerate(self.nodes):
            weights = self._read(nodes, index, fractions)
            for j in range(nodes.shape[1]):
                frame = self.request.frames[self.GROUP * group + j]
                part = _upload(frame[tile], self.device).to(total.dtype).reshape(-1, 3)
                total.add_(part.mul_(weights[:, j : j + 1]))
        return total

    def _locate(self, tile: tuple[slice, slice]) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """The node before each pixel ``(P,)``, and how far on the way to the next it is along y, x and luma."""
        rows, columns = tile
        (y, fy), (x, fx) = self.y, self.x
        y, fy, x, fx = y[rows, None], fy[rows, None], x[columns], fx[columns]
        if self.depth == 1:
            luma = torch.zeros(1, dtype=fx.dtype, device=self.device)
        else:
            guide = _blend(self.request, tile, self.device)
            luma = (LUMA[0] * guide[:, 0] + LUMA[1] * guide[:, 1] + LUMA[2] * guide[:, 2]).nan_to_num_(0.0, 1.0, 0.0)
        z = luma.clamp_(0.0, 1.0) * (self.depth - 1)
        first = z.floor().clamp_(max=max(self.depth - 2, 0))
        index = (y + x).reshape(-1) + first.to(torch.int64)
        shape = y.shape[0], x.shape[0]
        fractions = [fy.expand(shape).reshape(-1), fx.expand(shape).reshape(-1), (z - first).expand(len(index))]
        return index, [f.unsqueeze(1) for f in fractions]

    def _read(self, nodes: torch.Tensor, index: torch.Tensor, fractions: list[torch.Tensor]) -> torch.Tensor:
        """Interpolated weights ``(P, ≤ 4)``.  Gathers and not ``grid_sample``, which Apple GPUs lack in 3D."""
        fy, fx, fz = (f.expand(-1, nodes.shape[1]).contiguous() for f in fractions)
        down, right, deeper = self.steps

        def along_luma(start: int) -> torch.Tensor:
            first = nodes.index_select(0, index + start)
            return torch.lerp(first, nodes.index_select(0, index + (start + deeper)), fz)

        top = torch.lerp(along_luma(0), along_luma(right), fx)
        return torch.lerp(top, torch.lerp(along_luma(down), along_luma(down + right), fx), fy)


def _lookup(request: Request, device: str) -> Lookup:
    if request.lut is None:
        return lambda rgb: rgb
    origin, steps = request.domain
    return partial(
        _trilinear if request.interpolation == "trilinear" else _tetrahedral,
        table=torch.from_numpy(np.array(request.lut.table, order="C")).to(device).reshape(-1, 3),
        n=request.lut.table.shape[0],
        steps=torch.tensor(steps, dtype=torch.float32, device=device),
        offset=torch.tensor(origin * steps, dtype=torch.float32, device=device),
    )


def _cell(rgb: torch.Tensor, n: int, steps: torch.Tensor, offset: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """``(index of the cell's first corner (P,), position in the cell (P, 3))``."""
    at = (rgb * steps - offset).nan_to_num_(0.0, n - 1.0, 0.0).clamp_(0.0, n - 1.0)
    first = at.floor().clamp_(max=n - 2.0)
    r, g, b = first.to(torch.int64).unbind(-1)
    return (b * n + g) * n + r, at - first


def _trilinear(
    rgb: torch.Tensor, table: torch.Tensor, n: int, steps: torch.Tensor, offset: torch.Tensor
) -> torch.Tensor:
    index, f = _cell(rgb, n, steps, offset)
    # Written out, lerp is many times faster than with a broadcast weight; index_select likewise than table[index].
    fr, fg, fb = (f[:, axis : axis + 1].expand(-1, 3).contiguous() for axis in range(3))

    def along_red(start: int) -> torch.Tensor:
        first = table.index_select(0, index + start)
        return torch.lerp(first, table.index_select(0, index + (start + 1)), fr)

    low = torch.lerp(along_red(0), along_red(n), fg)
    high = torch.lerp(along_red(n * n), along_red(n * n + n), fg)
    return torch.lerp(low, high, fb)


def _tetrahedral(
    rgb: torch.Tensor, table: torch.Tensor, n: int, steps: torch.Tensor, offset: torch.Tensor
) -> torch.Tensor:
    """Walk from the cell's first corner to its last, along the axis of the largest fraction first."""
    index, f = _cell(rgb, n, steps, offset)
    f, order = f.sort(dim=-1, descending=True, stable=True)
    strides = torch.tensor([1, n, n * n], device=rgb.device).take(order)
    value = table.index_select(0, index)
    result = value.clone()
    for axis in range(3):
        index = index + strides[:, axis]
        after = table.index_select(0, index)
        result.addcmul_(f[:, axis : axis + 1].expand(-1, 3).contiguous(), after - value)
        value = after
    return result


def _store(values: torch.Tensor, request: Request, tile: tuple[slice, slice]) -> None:
    target = request.out[tile]
    if target.dtype != np.float32:
        scaled = (values * request.scale_out).nan_to_num_(0.0).clamp_(0.0, request.scale_out).round_()
        # Straight to 8 bits; 16 bits as their int16 image, which every device has.
        values = scaled.to(torch.uint8) if target.dtype == np.uint8 else scaled.to(torch.int32).to(torch.int16)
    target[...] = values.cpu().numpy().view(target.dtype).reshape(target.shape)
