"""The fused C kernel (``kernel.c``), through ctypes, over threads.

Everything the kernel takes on trust is checked here: C sees only pointers into arrays whose shape, dtype and strides
were verified.
"""

from __future__ import annotations

import ctypes
import importlib.machinery
import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from mefcore.blend import WHOLE, WeightGrid, Window
from mefcore.engine.request import Request, check
from mefcore.job import SILENT, Job
from mefcore.limits import MAX_FRAMES
from mefcore.threads import cores

if TYPE_CHECKING:
    from mefcore.lut.grid import Lut3D

Variant = Literal["native-avx2", "native"]
TILE_PIXELS = 1 << 17
"""Pixels per call of the kernel: about a millisecond, so that cancelling is felt at once and cores finish together."""

_ABI = 3
_GROUP = 4
_CELL = 16
_VARIANTS: dict[Variant, int] = {"native-avx2": 1, "native": 0}
_TYPES = {np.dtype(np.uint8): 0, np.dtype(np.uint16): 1, np.dtype(np.float32): 2}
_LOOKUPS = {"trilinear": 1, "tetrahedral": 2}


class _Grid(ctypes.Structure):
    """``Grid`` of ``kernel.c``, field by field."""

    _fields_ = (
        ("nodes", ctypes.c_void_p),
        ("row_cell", ctypes.c_void_p),
        ("row_fraction", ctypes.c_void_p),
        ("column_cell", ctypes.c_void_p),
        ("column_fraction", ctypes.c_void_p),
        ("cells", ctypes.c_void_p),
        ("scale", ctypes.c_double),
        ("width", ctypes.c_int32),
        ("height", ctypes.c_int32),
        ("depth", ctypes.c_int32),
        ("groups", ctypes.c_int32),
    )


class _Job(ctypes.Structure):
    """``Job`` of ``kernel.c``, field by field."""

    _fields_ = (
        ("frames", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("weights", ctypes.c_void_p),
        ("grid", ctypes.c_void_p),
        ("out", ctypes.c_void_p),
        ("out_stride", ctypes.c_int64),
        ("rows", ctypes.c_int64),
        ("width", ctypes.c_int64),
        ("lut", ctypes.c_void_p),
        ("steps", ctypes.c_float * 3),
        ("offset", ctypes.c_float * 3),
        ("k", ctypes.c_int32),
        ("n", ctypes.c_int32),
        ("type_in", ctypes.c_int32),
        ("type_out", ctypes.c_int32),
        ("lookup", ctypes.c_int32),
    )


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL | None:
    """The kernel, or None where it was not built or is another version's."""
    for suffix in importlib.machinery.EXTENSION_SUFFIXES:
        path = Path(__file__).with_name(f"_kernel{suffix}")
        if path.is_file():
            try:
                library = ctypes.CDLL(str(path))
                if library.luxcube_abi() != _ABI:
                    continue
            except (OSError, AttributeError):  # built for another machine, or not by us
                continue
            library.luxcube_has.argtypes = [ctypes.c_int32]
            library.luxcube_apply.argtypes = [ctypes.c_int32, ctypes.POINTER(_Job)]
            library.luxcube_apply.restype = None
            library.luxcube_pad.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
            library.luxcube_pad.restype = None
            return library
    return None


def variants() -> list[Variant]:
    """The compiled variants this processor can run, fastest first; empty when the library was not built."""
    library = _library()
    return [] if library is None else [name for name, code in _VARIANTS.items() if library.luxcube_has(code)]


@dataclass(frozen=True)
class NativeEngine:
    """The fused kernel; ``name`` is one of :func:`variants`, so that tests can run the plain one too.

    Memory beyond inputs and result is a copy of the LUT padded to 16 bytes per point (34 MB at N = 129), kept for the
    next call with the same LUT; with a grid also a copy of that and, per thread, four times one row of its nodes.

    Raises:
        ValueError: this variant cannot run here.
    """

    name: Variant

    def __post_init__(self) -> None:
        if self.name not in variants():
            raise ValueError(f"{self.name} is not among {variants()}")

    @property
    def device(self) -> Literal["cpu"]:
        return "cpu"

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
        if len(request.frames) > MAX_FRAMES:
            raise ValueError(f"{len(request.frames)} frames; the kernel takes {MAX_FRAMES}")
        if threads is not None and threads < 1:
            raise ValueError(f"threads is at least 1, not {threads}")
        height, width = request.out.shape[:2]
        if request.out.size == 0:
            return request.out
        tables = _Tables(None if lut is None else _padded(lut), _Slices.of(request))
        # Wide pictures, too: a tile of one row still has to be small enough to be cancelled.
        columns = min(width, TILE_PIXELS)
        rows = max(1, TILE_PIXELS // columns)
        tiles = [
            np.s_[top : top + rows, left : left + columns]
            for top in range(0, height, rows)
            for left in range(0, width, columns)
        ]
        workers = min(threads or cores(), len(tiles))
        _over_tiles(_VARIANTS[self.name], request, tables, tiles, workers, job)
        return request.out


@dataclass(frozen=True, eq=False)
class _Slices:
    """A grid in the kernel's layout.

    Attributes:
        nodes: ``(Y, X, D, groups, 4)`` float32, the last group padded with zeros.
        rows, columns: ``(cell, fraction)`` of every row and column of the result.  A column's cell is that of its
            first node along luma, among all the cells of a row.
        scale: 1 / the frames' full scale.
    """

    nodes: np.ndarray
    rows: tuple[np.ndarray, np.ndarray]
    columns: tuple[np.ndarray, np.ndarray]
    scale: float

    @classmethod
    def of(cls, request: Request) -> _Slices | None:
        if request.grid is None:
            return None
        k, depth, height, width = request.grid.values.shape
        groups = -(-k // _GROUP)
        nodes = np.zeros((height, width, depth, groups * _GROUP), np.float32)
        nodes[..., :k] = request.grid.values.transpose(2, 3, 1, 0)
        rows, (column, fraction) = request.cells
        columns = column * np.int32(max(depth - 1, 1)), fraction
        return cls(nodes.reshape(height, width, depth, groups, _GROUP), rows, columns, 1.0 / request.scale_in)

    def over(self, tile: tuple[slice, slice]) -> tuple[_Grid, np.ndarray]:
        """What the kernel is told about a tile, and the memory it works in, which has to outlive the call."""
        height, width, depth, groups, _ = self.nodes.shape
        rows, columns = (
            [part[axis] for part in whole] for whole, axis in zip((self.rows, self.columns), tile, strict=True)
        )
        count = groups * max(width - 1, 1) * max(depth - 1, 1) * _CELL
        room = np.empty(count + 16, np.float32)
        grid = _Grid(
            nodes=self.nodes.ctypes.data,
            row_cell=rows[0].ctypes.data,
            row_fraction=rows[1].ctypes.data,
            column_cell=columns[0].ctypes.data,
            column_fraction=columns[1].ctypes.data,
            cells=-(-room.ctypes.data // 64) * 64,
            scale=self.scale,
            width=width,
            height=height,
            depth=depth,
            groups=groups,
        )
        return grid, room


@dataclass(frozen=True, eq=False)
class _Tables:
    """What all tiles of a call read from: the padded LUT and the grid, where there are any."""

    lut: np.ndarray | None
    slices: _Slices | None


def _over_tiles(
    variant: int,
    request: Request,
    tables: _Tables,
    tiles: list[tuple[slice, slice]],
    workers: int,
    job: Job,
) -> None:
    """The calling thread is one of the workers, and the one that tells the progress."""
    call = _Call.of(variant, request, tables)
    left, done = iter(tiles), count(1)

    def work(told: Job | None = None) -> None:
        for tile in left:  # each is handed out once, whoever asks
            job.check()
            call.run(tile)
            part = next(done) / len(tiles)
            if told is not None:
                told.progress(part)

    job.progress(0.0)
    if workers == 1:
        work(job)
        return
    with ThreadPoolExecutor(workers - 1, thread_name_prefix="engine") as pool:
        others = [pool.submit(work) for _ in range(workers - 1)]
        try:
            work(job)
        finally:
            for _ in left:  # after a failure or a cancellation: start nothing new
                pass
        for other in others:
            other.result()
    job.progress(1.0)


@dataclass(frozen=True, eq=False)
class _Call:
    """What all tiles of a call have in common.

    Attributes:
        task: what the kernel is told of every tile; a copy gets what is the tile's own.
        weights: memory that the task points into.
    """

    variant: int
    request: Request
    tables: _Tables
    task: _Job
    weights: np.ndarray

    @classmethod
    def of(cls, variant: int, request: Request, tables: _Tables) -> _Call:
        weights = _split_weights(request)
        task = _Job(
            weights=weights.ctypes.data,
            k=len(request.frames),
            type_in=_TYPES[request.frames[0].dtype],
            type_out=_TYPES[request.out.dtype],
        )
        if tables.lut is not None:
            origin, steps = request.domain
            task.lut = tables.lut.ctypes.data
            task.n = tables.lut.shape[0]
            task.steps[:] = steps.tolist()
            task.offset[:] = (origin * steps).tolist()
            task.lookup = _LOOKUPS[request.interpolation]
        return cls(variant, request, tables, task, weights)

    def run(self, tile: tuple[slice, slice]) -> None:
        """Make the pixels of a tile."""
        library = _library()
        if library is None:
            raise RuntimeError("the native library is gone")
        target = self.request.out[tile]
        direct = _packed(target)
        result = target if direct else np.empty(target.shape, target.dtype)
        parts = (f[tile] for f in self.request.frames)
        frames = [part if _packed(part) else np.array(part, order="C") for part in parts]
        k = len(frames)
        pointers = (ctypes.c_void_p * k)(*(f.ctypes.data for f in frames))
        strides = (ctypes.c_int64 * k)(*(f.strides[0] for f in frames))
        task = _Job.from_buffer_copy(self.task)
        task.frames, task.strides = ctypes.addressof(pointers), ctypes.addressof(strides)
        task.out, task.out_stride = result.ctypes.data, result.strides[0]
        task.rows, task.width = target.shape[:2]
        if self.tables.slices is not None:
            grid, _room = self.tables.slices.over(tile)  # both live until the kernel returns
            task.grid = ctypes.addressof(grid)
        library.luxcube_apply(self.variant, ctypes.byref(task))
        if not direct:
            target[...] = result


def _split_weights(request: Request) -> np.ndarray:
    """``(K, 2)`` float32, coarse + fine = weight / full scale: see ``DEFINE_SUM`` in ``kernel_variant.h``.

    Integers times multiples of 2**-24 add up to at most 1 without any rounding in float32's 24 bits.
    """
    exact = request.weights / request.scale_in
    coarse = np.float32(exact) if request.scale_in == 1.0 else np.float32(np.round(exact * 2.0**24) / 2.0**24)
    return np.ascontiguousarray(np.stack([coarse, np.float32(exact - coarse)], axis=1))


def _packed(part: np.ndarray) -> bool:
    """Whether the pixels of a row lie one after the other, aligned, as the kernel reads them; rows may be anywhere."""
    item = part.itemsize
    return part.strides[1:] == (3 * item, item) and part.flags.aligned and part.strides[0] % item == 0


_last_padded: tuple[weakref.ref[Lut3D], np.ndarray] | None = None
"""The latest LUT in the kernel's layout.  Threads may race for it; they then only do the work twice."""


def _padded(lut: Lut3D) -> np.ndarray:
    """``(N, N, N, 4)`` float32, last channel 0."""
    global _last_padded
    latest = _last_padded
    if latest is not None and latest[0]() is lut:
        return latest[1]
    library = _library()
    if library is None:
        raise RuntimeError("the native library is gone")
    _last_padded = None  # drop the old copy before making the new one
    table = np.ascontiguousarray(lut.table)
    padded = np.empty((*table.shape[:3], 4), np.float32)
    library.luxcube_pad(table.ctypes.data, padded.ctypes.data, table.size // 3)
    _last_padded = (weakref.ref(lut), padded)
    return padded
