"""LUTs as pictures: HaldCLUT (any level, 8 or 16 bits) and the 512×512 PNG of OBS Studio.

A HaldCLUT of level ``L`` is a square of ``L³`` pixels a side that holds ``N = L²`` points per axis, pixel after pixel
with red running fastest (Quelsolaar's definition, as G'MIC, RawTherapee, darktable and ffmpeg read it).  OBS cuts a
64-point lattice along blue into 8×8 tiles of 64×64 pixels, red to the right and green downwards.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mefcore.errors import LutError
from mefcore.io.atomic import atomic_path
from mefcore.io.checks import decoding
from mefcore.job import SILENT, Job
from mefcore.lut.grid import Lut3D

LEVELS = tuple(range(2, 13))
"""Of HaldCLUTs we write; 12 has 144 points per axis in 1728×1728 pixels."""
OBS_SIZE = 64
PNG = b"\x89PNG\r\n\x1a\n"

_LARGEST = 16
"""Level: 256 points per axis."""
_HEADER = 33
_TILES = 8
_HINT = "choose a HaldCLUT, or export the LUT again as .cube"


def write_hald(path: Path, lut: Lut3D, *, title: str = "", comments: Sequence[str] = (), job: Job = SILENT) -> None:
    """Write a 16-bit HaldCLUT PNG atomically; values are clamped to ``[0, 1]``.  It holds no text."""
    level = round(lut.size**0.5)
    if level**2 != lut.size:
        raise LutError(f"a HaldCLUT cannot have {lut.size} points per axis", path=path, hint="choose 25, 36, 49 or 64")
    codes = np.rint(np.clip(lut.table, 0.0, 1.0).astype(np.float64) * 65535).astype(np.uint16)
    _write_png(path, codes.reshape(level**3, level**3, 3), job)


def write_obs(path: Path, lut: Lut3D, *, title: str = "", comments: Sequence[str] = (), job: Job = SILENT) -> None:
    """Write the 8-bit 512×512 PNG atomically; values are clamped to ``[0, 1]``.  It holds no text."""
    if lut.size != OBS_SIZE:
        raise LutError(f"the PNG of OBS has {OBS_SIZE} points per axis, not {lut.size}", path=path, hint="choose 64")
    codes = np.rint(np.clip(lut.table, 0.0, 1.0).astype(np.float64) * 255).astype(np.uint8)
    tiles = codes.reshape(_TILES, _TILES, OBS_SIZE, OBS_SIZE, 3).transpose(0, 2, 1, 3, 4)
    _write_png(path, tiles.reshape(_TILES * OBS_SIZE, _TILES * OBS_SIZE, 3), job)


def read_picture(path: Path) -> tuple[Lut3D, str]:
    """Read a PNG of either kind.

    Returns:
        The LUT, and ``"hald"`` or ``"obs"``.  A picture of 512×512 may be either: it is the one whose neighbouring
        nodes are more alike.

    Raises:
        LutError: a PNG of another size, or one that is no LUT.
        ReadError: a PNG that is damaged.
        OSError: from the operating system.
    """
    import imagecodecs

    side = square_side(path)
    level = round(side ** (1 / 3))
    if side == 0 or level**3 != side or not 2 <= level <= _LARGEST:
        raise LutError("is a picture and no LUT: a HaldCLUT is a square of 8, 27, 64 … pixels", path=path, hint=_HINT)
    data = path.read_bytes()
    with decoding(path):
        pixels = np.asarray(imagecodecs.png_decode(data))
    if pixels.ndim != 3 or pixels.shape[:2] != (side, side) or pixels.shape[2] not in (3, 4):
        raise LutError("is a grey picture and no LUT", path=path, hint=_HINT)
    values = pixels[..., :3].astype(np.float32) / np.float32(np.iinfo(pixels.dtype).max)
    size = level**2
    found = [(Lut3D(values.reshape(size, size, size, 3)), "hald")]
    if side == _TILES * OBS_SIZE:
        tiles = values.reshape(_TILES, OBS_SIZE, _TILES, OBS_SIZE, 3).transpose(0, 2, 1, 3, 4)
        found.append((Lut3D(tiles.reshape(OBS_SIZE, OBS_SIZE, OBS_SIZE, 3)), "obs"))
    lut, kind = min(found, key=lambda pair: _roughness(pair[0]))
    if _roughness(lut) > _ROUGH / size:
        raise LutError("is a picture and no LUT: its neighbouring colours are not alike", path=path, hint=_HINT)
    return lut, kind


def is_lut_picture(path: Path) -> bool:
    """Whether a PNG's size is that of a HaldCLUT; few photographs are such squares.

    Raises:
        OSError: from the operating system.
    """
    side = square_side(path)
    return side >= 8 and round(side ** (1 / 3)) ** 3 == side


def square_side(path: Path) -> int:
    """The side of a square PNG, from its header; 0 of anything else."""
    with path.open("rb") as file:
        head = file.read(_HEADER)
    if len(head) < _HEADER or not head.startswith(PNG):
        return 0
    width, height = (int.from_bytes(head[k : k + 4], "big") for k in (16, 20))
    return width if width == height else 0


_ROUGH = 4.0
"""A LUT that runs once from black to white steps by 1/N; noise, by a third."""


def _roughness(lut: Lut3D) -> float:
    """How far a node is from its neighbours, on average over the three axes."""
    return float(np.mean([np.abs(np.diff(lut.table, axis=axis)).mean() for axis in range(3)]))


def _write_png(path: Path, pixels: np.ndarray, job: Job) -> None:
    import imagecodecs  # Pillow writes only 8 bits of a colour PNG

    job.check()
    encoded = io.BytesIO(imagecodecs.png_encode(np.ascontiguousarray(pixels), level=6))
    job.check()
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        file.write(encoded.getbuffer())
