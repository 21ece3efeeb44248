"""Pictures and their LUT out: TIFF, PNG, JPEG and .cube, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mefcore import pipeline
from mefcore.bracket import Metadata
from mefcore.errors import MefError, WriteError
from mefcore.io.atomic import atomic_path, check_target
from mefcore.job import SILENT, Job
from mefcore.lut.formats.cube import write_cube
from mefcore.lut.provenance import provenance
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from mefcore.choices import Space
    from mefcore.lut.grid import Lut3D
    from mefcore.prepare import Prepared

BITS: dict[int, type[np.generic]] = {8: np.uint8, 16: np.uint16, 32: np.float32}

_DEPTHS = {
    ".tif": ("TIFF", (8, 16, 32)),
    ".tiff": ("TIFF", (8, 16, 32)),
    ".png": ("PNG", (8, 16)),
    ".jpg": ("JPEG", (8,)),
    ".jpeg": ("JPEG", (8,)),
}


def dtype_for(path: Path, bits: int | None = None) -> type[np.generic]:
    """The dtype of pixels to compute for ``path``: uint8, uint16 or float32.

    Args:
        path: its suffix names the format.
        bits: 8, 16 or 32 (float) per channel; by default 16 for TIFF and PNG, 8 for JPEG.

    Raises:
        WriteError: an unknown suffix, or a depth that the format cannot hold.
    """
    name, depths = _format(path)
    if bits is None:
        bits = 16 if 16 in depths else 8
    if bits not in BITS:
        raise MefError(f"{bits} bits per channel are not supported", hint="choose 8, 16 or 32")
    if bits not in depths:
        raise WriteError(f"{name} cannot hold {bits} bits per channel", path=path, hint=_deeper(bits, depths))
    return BITS[bits]


def save_cube(
    path: Path,
    lut: Lut3D,
    prepared: Prepared,
    prediction: pipeline.Prediction,
    recipe: Recipe,
    *,
    title: str,
    name: str | None = None,
    job: Job = SILENT,
) -> None:
    """Write the lattice a picture was made with, and above it what rebuilds the blend it expects.

    Args:
        name: what the file will be called in the end, where ``path`` is not that yet.

    Raises:
        LutError: the lattice holds what no ``.cube`` may.
        WriteError: it cannot be written.
        Cancelled: ``job`` was cancelled; nothing is left behind.
    """
    grid = pipeline.weights_of(prediction, recipe)
    comments = provenance(
        [frame.path.name for frame in prepared.bracket.frames],
        pipeline.mean_weights(prediction, grid),
        model_id=prediction.model_id,
        grid=recipe.grid,
        strength=recipe.strength,
        interpolation=recipe.interpolation,
        cube=name or path.name,
        local=not grid.uniform,
        aligned=prepared.was_aligned,
        deghosted=prepared.was_deghosted,
    )
    write_cube(path, lut, title=title, comments=comments, job=job)


def check_can_write(path: Path) -> None:
    """Tell before the long work whether :func:`save_image` could write ``path``.

    Raises:
        WriteError: an unknown suffix, a missing or read-only folder, a folder or write-protected file of that name.
    """
    _format(path)
    check_target(path)


def save_image(
    path: Path,
    pixels: np.ndarray,
    *,
    metadata: Metadata | None = None,
    description: str = "",
    quality: int = 95,
    space: Space = "srgb",
    job: Job = SILENT,
) -> None:
    """Write a picture with its profile and the reference frame's EXIF, XMP and IPTC; its suffix decides the format.

    Lossless in TIFF and PNG.  JPEG keeps colour at full resolution (4:4:4) from quality 90 up.  A failed or cancelled
    export leaves nothing behind and an existing file as it was.

    Args:
        path: ``.tif``, ``.tiff``, ``.png``, ``.jpg`` or ``.jpeg``.
        pixels: ``(H, W, 3)`` sRGB-encoded, of the dtype that :func:`dtype_for` says.
        metadata: what travels from the reference frame.
        description: a line about the picture, into ImageDescription.
        quality: of JPEG, 1…100.
        space: the colour space of the file; what leaves the engine is sRGB, which each of the others contains.  The
            wider ones need 16 bits to be as finely graded.
        job: progress and cancellation.

    Raises:
        WriteError: the suffix is unknown, the format cannot hold the dtype, or the file cannot be written.
        MefError: ``space`` is unknown.
        Cancelled: ``job`` was cancelled.
    """
    from mefcore.io.spaces import from_srgb

    path = Path(path)
    name, _ = _format(path)
    dtype_for(path, pixels.dtype.itemsize * 8)
    metadata = metadata or Metadata()
    pixels = from_srgb(pixels, space, job=job)
    with atomic_path(path) as temp:
        if name == "TIFF":
            from mefcore.io.tiff import write_tiff

            write_tiff(temp, pixels, metadata, description=description, space=space, job=job)
        elif name == "PNG":
            from mefcore.io.png import write_png

            write_png(temp, pixels, metadata, description=description, space=space, job=job)
        else:
            from mefcore.io.jpeg import write_jpeg

            write_jpeg(temp, pixels, metadata, description=description, quality=quality, space=space, job=job)
        job.progress(1.0)


def _format(path: Path) -> tuple[str, tuple[int, ...]]:
    suffix = Path(path).suffix.lower()
    if suffix not in _DEPTHS:
        what = f"the suffix {suffix} is not one Luxcube writes" if suffix else "the name has no suffix"
        raise WriteError(what, path=path, hint="end the name in .tif, .png or .jpg")
    return _DEPTHS[suffix]


def _deeper(bits: int, depths: tuple[int, ...]) -> str:
    choice = " or ".join(str(d) for d in depths)
    return f"choose {choice} bits, or {'TIFF' if bits == 32 else 'TIFF or PNG'}"
