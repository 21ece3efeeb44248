"""Blend and lookup: the one place where pixels of a picture are made, for the screen and for files alike.

``out = LUT(sum_k w_k I_k)`` (paper eq. 1) in one pass, the weights the same everywhere or read from a bilateral grid
(:class:`mefcore.blend.WeightGrid`).  Engines:

``native-avx2``, ``native``
    the fused C kernel, with and without AVX2/FMA; on the CPU, needs no torch.
``torch-cpu``, ``torch-cuda``, ``torch-mps``
    the same in torch operations, for where the kernel could not be built, and for GPUs.

The environment variable ``LUXCUBE_ENGINE`` = ``native`` or ``torch`` forces the implementation used on the CPU.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from mefcore.blend import WHOLE, WeightGrid, Window
from mefcore.engine import native
from mefcore.errors import MefError
from mefcore.job import SILENT, Job

if TYPE_CHECKING:
    from mefcore.lut.grid import Lut3D

Device = Literal["auto", "cpu", "cuda", "mps"]


class Engine(Protocol):
    """Something that makes pixels.

    Attributes:
        name: ``native-avx2``, ``native``, ``torch-cpu``, ``torch-cuda`` or ``torch-mps``.
        device: ``cpu``, ``cuda`` or ``mps``.
    """

    @property
    def name(self) -> str: ...

    @property
    def device(self) -> str: ...

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
        """``LUT(sum_k w_k I_k)``.

        Args:
            frames: K ≥ 1 arrays ``(H, W, 3)`` of one dtype, uint8, uint16 or float32, sRGB-encoded, full scale 255,
                65535 or 1.0.  Views (crops, every n-th pixel, flips) need no copy by the caller.
            weights: K numbers, on the simplex for a blend that keeps the range; or a grid for K frames.  A grid of one
                node gives the same bits as its numbers.
            lut: the LUT, whose domain the blend is clamped to (NaN counts as the domain's minimum), or None for the
                plain blend.
            window: which part of the picture the frames show, for a grid to know where its nodes are.  A crop with its
                window is the crop of the whole result, to the bit.
            interpolation: ``trilinear`` or ``tetrahedral``.
            dtype: of the result: uint8 or uint16, rounded to nearest and clamped (NaN gives 0), or float32, neither.
            out: where to put the result instead of a new array; must not overlap a frame.
            threads: at most so many; None for as many as the process may use.  Never changes a bit of the result.
            job: told the progress, and asked whether to stop, after every few rows.

        Returns:
            ``(H, W, 3)`` of ``dtype``; ``out`` if it was given.

        Raises:
            Cancelled: the job was cancelled; ``out`` is then partly written.
            ValueError: arguments that do not fit together: a bug in the caller.
        """
        ...


def select(device: Device = "auto") -> Engine:
    """The engine to use on ``device``.

    ``auto`` is the native kernel wherever it was built: for one picture it is done before the frames would have
    travelled to a GPU and back.  Without it: CUDA, an Apple GPU, or torch on the CPU, whichever comes first.

    Raises:
        MefError: the device, or the implementation that ``LUXCUBE_ENGINE`` asks for, is not there.
    """
    if device not in ("auto", "cpu", "cuda", "mps"):
        raise MefError(f"there is no device {device!r}", hint="choose auto, cpu, cuda or mps")
    if device in ("auto", "cpu"):
        forced = os.environ.get("LUXCUBE_ENGINE", "")
        if forced not in ("", "native", "torch"):
            raise MefError(f"LUXCUBE_ENGINE is {forced!r}", hint="set it to native or torch, or unset it")
        variants = native.variants()
        if variants and forced != "torch":
            return native.NativeEngine(variants[0])
        if forced == "native":
            raise MefError(
                "the native engine was not built", hint="install a C compiler and reinstall, or unset LUXCUBE_ENGINE"
            )
    from mefcore.engine import torch_engine

    if device == "auto":
        return torch_engine.TorchEngine(torch_engine.best_device())
    return torch_engine.TorchEngine(device)


def available() -> list[Engine]:
    """Every engine this machine can run, the one ``auto`` prefers first."""
    from mefcore.engine import torch_engine

    engines: list[Engine] = [native.NativeEngine(v) for v in native.variants()]
    engines += [torch_engine.TorchEngine(d) for d in torch_engine.devices()]
    return engines
