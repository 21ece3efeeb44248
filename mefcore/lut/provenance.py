"""What our ``.cube`` files say about themselves: where the LUT comes from and how to rebuild the picture it expects."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

import numpy as np

from mefcore import __version__
from mefcore.lut.formats.cube import LINE_LIMIT, plain_ascii


def opacities(weights: Sequence[float] | np.ndarray) -> list[float]:
    """Layer opacities that rebuild ``Σ wₖ Iₖ`` from a stack, bottom (darkest) first: ``oₖ = wₖ / Σ_{j≤k} wⱼ``.

    The bottom layer is always opaque, and so is every layer as long as all below it weigh nothing.
    """
    w = np.asarray(weights, np.float64)
    below = np.cumsum(w)
    return np.divide(w, below, out=np.ones_like(w), where=below > 0).tolist()


def ffmpeg_command(
    frames: Sequence[str], weights: Sequence[float], *, cube: str, interpolation: str = "trilinear"
) -> str:
    """One line that makes the fused picture from the frames and the ``.cube`` (16 bits between the two steps).

    File names a shell or ffmpeg would misread become placeholders.
    """
    mix = " ".join(f"{w:.6f}" for w in weights)
    lookup = cube if _plain_name(cube) else "LOOK.cube"
    graph = f"mix=inputs={len(weights)}:weights={mix}:scale=1,format=gbrp16,lut3d={lookup}:interp={interpolation}"

    def command(names: Sequence[str]) -> str:
        inputs = " ".join(f"-i {shlex.quote(name)}" for name in names)
        return f'ffmpeg {inputs} -filter_complex "{graph}" -frames:v 1 OUT.png'

    placeholders = [f"FRAME{k + 1}" for k in range(len(weights))]
    named = command(frames)
    fits = all(map(_plain_name, frames)) and len(named) + 2 <= LINE_LIMIT
    return named if fits else command(placeholders)


def provenance(
    frames: Sequence[str],
    weights: Sequence[float] | np.ndarray,
    *,
    model_id: str,
    grid: int,
    strength: float = 1.0,
    interpolation: str = "trilinear",
    cube: str = "LOOK.cube",
) -> list[str]:
    """Comment lines for a ``.cube`` that goes with a bracket.

    Args:
        frames: file names, dark to bright.
        weights: ``(K,)`` blend weights that sum to 1.
        cube: name of the file itself, for the command line in it.
    """
    w = [float(x) for x in weights]
    lines = [
        f"Made by Luxcube {__version__}, model {model_id}, grid {grid}, strength {100 * strength:g} %",
        "Expects the sRGB-encoded blend of these frames, values 0 to 1; gives sRGB-encoded values.",
        "Rebuild the blend as weights, or as layers in this order from the bottom, normal mode, with these opacities:",
    ]
    for k, (name, weight, opacity) in enumerate(zip(frames, w, opacities(w), strict=True), start=1):
        lines.append(f"frame {k}: {plain_ascii(name)[:120]}, weight {weight:.6f}, opacity {100 * opacity:.2f} %")
    lines.append("The same with ffmpeg:")
    lines.append(ffmpeg_command(frames, w, cube=cube, interpolation=interpolation))
    return lines


def _plain_name(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", name) is not None
