"""Recreate anywhere: one folder with which any program, or none but ffmpeg, makes the picture again.

In it: the plain blend as a 16-bit TIFF, the LUT, the frames as layers with opacities (masks, where weights follow place
and brightness), the recipe, a command for ffmpeg that was tested with these very files' kinds, and a text that says
what to do.  The folder appears whole or not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mefcore import __version__, pipeline
from mefcore.blend import WeightGrid, Window, weights_at
from mefcore.bracket import Frame, full_scale
from mefcore.export import save_cube, save_image
from mefcore.io.atomic import atomic_path
from mefcore.io.folder import atomic_folder, check_folder
from mefcore.job import SILENT, Job
from mefcore.lut.formats.cube import plain_ascii, read_cube
from mefcore.lut.provenance import opacities
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from mefcore.engine import Engine
    from mefcore.lut.error import LatticeError
    from mefcore.lut.grid import Lut3D
    from mefcore.prepare import Prepared

VERSION = 1
"""Of ``recreate.json``."""
BASE, CUBE, RECIPE, ABOUT, README = "base.tif", "look.cube", "recipe.json", "recreate.json", "README.txt"
EXPECTED, RESULT = "expected.jpg", "fused.png"
LAYERS = "layers"

_BAND = 512
"""Rows whose masks are made at once."""
_WIDEN = {np.dtype(np.uint8): 257, np.dtype(np.uint16): 1}


@dataclass(frozen=True)
class Recreation:
    """What :func:`recreate` wrote.

    Attributes:
        folder: where.
        files: their names in it, with ``/``.
        command: ffmpeg's arguments, the program's name first; to be run in the folder.
        rounding: the largest difference between the LUT and what the written ``.cube`` says, in parts of 1.
    """

    folder: Path
    files: tuple[str, ...]
    command: tuple[str, ...]
    rounding: float


def command(interpolation: str) -> tuple[str, ...]:
    """ffmpeg's arguments that make :data:`RESULT` from :data:`BASE`, 16 bits throughout."""
    lookup = f"lut3d={CUBE}:interp={interpolation}"
    return ("ffmpeg", "-y", "-i", BASE, "-vf", lookup, "-frames:v", "1", "-update", "1", "-pix_fmt", "rgb48be", RESULT)


def check(folder: Path) -> None:
    """Tell before the work starts whether the folder could be written.

    Raises:
        WriteError: it exists and holds something that is not from an earlier :func:`recreate`, or cannot be made.
    """
    check_folder(folder, _ours)


def recreate(
    folder: Path,
    prepared: Prepared,
    prediction: pipeline.Prediction,
    recipe: Recipe,
    engine: Engine,
    *,
    layers: bool = True,
    job: Job = SILENT,
) -> Recreation:
    """Write the folder.

    Args:
        folder: its parent exists; it is new, or empty, or from an earlier run with nothing added, and then replaced.
        layers: also write every frame as it is blended, which takes most of the disk.

    Raises:
        WriteError: see :func:`check`, or the disk is full.
        LutError: the LUT holds what no ``.cube`` may.
        Cancelled: ``job`` was cancelled; nothing is left, and what was there is untouched.
    """
    check(folder)
    bracket = prepared.bracket
    grid = pipeline.weights_of(prediction, recipe)
    lut = pipeline.bake(prediction, recipe, job=job.part(0.0, 0.1, "Bake LUT"))
    metadata = bracket.frames[bracket.reference].metadata
    with atomic_folder(folder, _ours) as temp:
        pixels = pipeline.apply(
            bracket.pixels, prediction, None, recipe, engine, dtype=np.uint16, job=job.part(0.1, 0.2, "Write base")
        )
        save_image(temp / BASE, pixels, metadata=metadata, job=job.part(0.2, 0.35))
        save_cube(
            temp / CUBE,
            lut,
            prepared,
            prediction,
            recipe,
            title=f"Luxcube {bracket.frames[bracket.reference].path.stem}",
            job=job.part(0.35, 0.4, "Write LUT"),
        )
        fused = pipeline.apply(
            bracket.pixels, prediction, lut, recipe, engine, dtype=np.uint8, job=job.part(0.4, 0.5, "Write picture")
        )
        save_image(temp / EXPECTED, fused, metadata=metadata, quality=92, job=job.part(0.5, 0.55))
        written = _write_layers(temp, bracket.frames, grid, job.part(0.55, 0.98, "Write layers")) if layers else []
        rounding = float(np.abs(read_cube(temp / CUBE).table - np.clip(lut.table, 0.0, 1.0)).max())
        error = pipeline.measure(prediction, lut, recipe)
        about = _about(prepared, prediction, recipe, grid, lut, written, rounding, error)
        _write_texts(temp, about, recipe)
        job.progress(1.0, "Done")
    return Recreation(folder, tuple(about["files"]), command(recipe.interpolation), rounding)


def _ours(folder: Path) -> bool:
    """Whether a folder holds what we wrote there, what its command makes, and nothing else."""
    try:
        known = {*json.loads((folder / ABOUT).read_text("utf-8"))["files"], RESULT}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
    return found <= known


def _write_layers(folder: Path, frames: Sequence[Frame], grid: WeightGrid, job: Job) -> list[dict[str, str]]:
    (folder / LAYERS).mkdir()
    written = []
    masks = None if grid.uniform else _masks([f.pixels for f in frames], grid, job.part(0.0, 0.3))
    for k, frame in enumerate(frames):
        part = job.part(0.3 + 0.7 * k / len(frames), 0.3 + 0.7 * (k + 1) / len(frames))
        stem = re.sub(r"[^A-Za-z0-9_.-]", "_", plain_ascii(frame.path.stem))[:60] or "frame"
        name = f"{LAYERS}/{k + 1}-{stem}.tif"
        save_image(folder / name, _sixteen(frame.pixels), metadata=frame.metadata, job=part)
        one = {"layer": name}
        if masks is not None and k > 0:
            one["mask"] = f"{LAYERS}/{k + 1}-{stem}-mask.png"
            _write_grey(folder / one["mask"], masks[k - 1])
        written.append(one)
    return written


def _masks(frames: Sequence[np.ndarray], grid: WeightGrid, job: Job) -> np.ndarray:
    """Opacity of every layer above the first: ``(K - 1, H, W)`` uint16; ``w_k / sum_{j<=k} w_j`` at each pixel."""
    height, width = frames[0].shape[:2]
    masks = np.empty((len(frames) - 1, height, width), np.uint16)
    for top in range(0, height, _BAND):
        job.progress(top / height)
        rows = slice(top, min(top + _BAND, height))
        window = Window.of_pixels(top, 0, rows.stop - top, width, height, width)
        weights = weights_at([f[rows] for f in frames], grid, window)
        below = np.cumsum(weights, axis=0)
        share = np.divide(weights[1:], below[1:], out=np.ones_like(weights[1:]), where=below[1:] > 0)
        masks[:, rows] = np.rint(np.clip(share, 0.0, 1.0) * 65535).astype(np.uint16)
    return masks


def _sixteen(pixels: np.ndarray) -> np.ndarray:
    if pixels.dtype in _WIDEN:
        return pixels.astype(np.uint16) * np.uint16(_WIDEN[pixels.dtype])
    scaled = np.nan_to_num(pixels, nan=0.0) / full_scale(pixels.dtype)
    return np.rint(np.clip(scaled, 0.0, 1.0) * 65535).astype(np.uint16)


def _write_grey(path: Path, values: np.ndarray) -> None:
    import imagecodecs

    with atomic_path(path) as temp:
        temp.write_bytes(imagecodecs.png_encode(np.ascontiguousarray(values), level=1))


def _about(
    prepared: Prepared,
    prediction: pipeline.Prediction,
    recipe: Recipe,
    grid: WeightGrid,
    lut: Lut3D,
    layers: list[dict[str, str]],
    rounding: float,
    error: LatticeError,
) -> dict[str, Any]:
    weights = [float(w) for w in pipeline.mean_weights(prediction, grid)]
    shown: Sequence[float | None] = opacities(weights) if grid.uniform else [None] * len(weights)
    frames = [
        {"source": plain_ascii(f.path.name), "weight": round(w, 6), "opacity": None if o is None else round(o, 6)}
        for f, w, o in zip(prepared.bracket.frames, weights, shown, strict=True)
    ]
    for frame, files in zip(frames, layers, strict=False):
        frame.update(files)
    names = [BASE, CUBE, EXPECTED, *(name for one in layers for name in one.values())]
    names += [RECIPE, ABOUT, README, "recreate.sh", "recreate.bat"]
    return {
        "version": VERSION,
        "luxcube": __version__,
        "model": prediction.model_id,
        "size": list(prepared.bracket.size),
        "aligned": prepared.was_aligned,
        "deghosted": prepared.was_deghosted,
        "weights": "one for each frame" if grid.uniform else "following place and brightness; here, their means",
        "frames": frames,
        "base": BASE,
        "lut": {"file": CUBE, "points": lut.size, "interpolation": recipe.interpolation},
        "delta_e_to_the_continuous_lut": {"mean": round(error.mean, 4), "max": round(error.max, 4)},
        "largest_rounding_in_the_file": rounding,
        "command": list(command(recipe.interpolation)),
        "files": names,
    }


def _write_texts(folder: Path, about: dict[str, Any], recipe: Recipe) -> None:
    line = " ".join(command(recipe.interpolation))
    shell = f'#!/bin/sh\n# Makes {RESULT} from {BASE} and {CUBE}.\ncd "$(dirname "$0")" || exit 1\nexec {line}\n'
    batch = f'@echo off\r\nrem Makes {RESULT} from {BASE} and {CUBE}.\r\ncd /d "%~dp0"\r\n{line}\r\n'
    texts = {
        RECIPE: recipe.to_json(),
        ABOUT: (json.dumps(about, indent=2) + "\n").encode("ascii"),
        README: _readme(about, line).encode("ascii"),
        "recreate.sh": shell.encode("ascii"),
        "recreate.bat": batch.encode("ascii"),
    }
    for name, text in texts.items():
        with atomic_path(folder / name) as temp:
            temp.write_bytes(text)
    (folder / "recreate.sh").chmod(0o755)


def _readme(about: dict[str, Any], line: str) -> str:
    points, interpolation = about["lut"]["points"], about["lut"]["interpolation"]
    lines = [
        "How to make this picture again",
        "==============================",
        "",
        f"{EXPECTED} shows what should come out.",
        "",
        "In any program that takes LUTs",
        f"  Open {BASE} (16 bits, sRGB) and apply {CUBE} ({points} points per axis) to it at full strength.",
        f"  Luxcube used {interpolation} interpolation; a program that uses the other differs by very little.",
        "",
        "With ffmpeg",
        "  Run recreate.sh, or on Windows recreate.bat, or in this folder:",
        f"  {line}",
        "",
        "In Luxcube",
        f"  Open the frames and load {RECIPE}: mef fuse FRAMES -o OUT.tif --recipe {RECIPE}",
    ]
    if any("layer" in frame for frame in about["frames"]):
        lines += ["", "As layers, from the bottom, normal blend mode, document in 16 bits and sRGB"]
        for frame in about["frames"]:
            if frame["opacity"] is not None:
                lines.append(f"  {frame['layer']}: opacity {100 * frame['opacity']:.2f} %")
            else:
                mask = f"mask {frame['mask']}" if "mask" in frame else "no mask"
                lines.append(f"  {frame['layer']}: opacity 100 %, {mask}")
        lines.append(f"  Then {CUBE} above them all, as a Color Lookup or LUT layer.")
    lines += ["", "Frames and their weights", ""]
    lines += [f"  {frame['source']}: {frame['weight']:.6f}" for frame in about["frames"]]
    return "\n".join([*lines, ""])
