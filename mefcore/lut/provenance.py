"""What our LUT files say about themselves: where the LUT comes from and how to rebuild the picture it expects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from mefcore import __version__
from mefcore.io import RAW
from mefcore.lut.formats.cube import LINE_LIMIT, plain_ascii

Form = Literal["cube", "shaped", "clf"]
"""A plain ``.cube``, one with a 1D LUT before the lattice, and a Common LUT Format file."""
_READERS: dict[Form, str] = {
    "shaped": "A 1D LUT comes before the 3D one in this file: use it with DaVinci Resolve or OpenColorIO. Other "
    "programs, ffmpeg among them, take it for something else.",
    "clf": "Use this file with OpenColorIO, or with programs built on it such as Nuke and Blender; ffmpeg does not "
    "read it.",
}
"""ffmpeg 7 takes the rows of the 1D LUT for those of the lattice and says nothing."""


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

    8-bit frames come out within 2/255, because ffmpeg widens 255 to 65280; deeper ones much closer.  File names that a
    shell or ffmpeg would misread become placeholders.
    """
    count = len(weights)
    lookup = cube if _plain_name(cube) else "LOOK.cube"
    # Each input by itself: a single conversion would be put after the mixer, which would then round to 8 bits.
    widened = "".join(f"[{k}]format=gbrp16[v{k}];" for k in range(count))
    mixed = "".join(f"[v{k}]" for k in range(count))
    mixed += f"mix=inputs={count}:weights={' '.join(f'{w:.6f}' for w in weights)}:scale=1"
    names = frames if all(map(_plain_name, frames)) else [f"FRAME{k + 1}" for k in range(count)]
    inputs = " ".join(f"-i {name}" for name in names)
    return f'ffmpeg {inputs} -lavfi "{widened}{mixed},lut3d={lookup}:interp={interpolation}" -frames:v 1 OUT.png'


def provenance(
    frames: Sequence[str],
    weights: Sequence[float] | np.ndarray,
    *,
    model_id: str,
    grid: int,
    strength: float = 1.0,
    interpolation: str = "trilinear",
    cube: str = "LOOK.cube",
    local: bool = False,
    aligned: bool = False,
    deghosted: bool = False,
    form: Form = "cube",
) -> list[str]:
    """Comment lines for a ``.cube`` or a ``.clf`` that goes with a bracket.

    Args:
        frames: file names, dark to bright.
        weights: ``(K,)`` blend weights that sum to 1, or the means of local ones.
        local: weights follow place and brightness, and nothing but the exported base has the blend.
        aligned, deghosted: the frames were changed first, with the same consequence.
        cube: name of the file itself, for the command line in it.
        form: of the file; where ffmpeg does not read it, its line gives way to what does.
    """
    w = [float(x) for x in weights]
    lines = [
        f"Made by Luxcube {__version__}, model {model_id}, grid {grid}, strength {100 * strength:g} %",
        "Expects the sRGB-encoded blend of these frames, values 0 to 1; gives sRGB-encoded values.",
    ]
    if local or aligned or deghosted:
        why = ["Their weights follow place and brightness"] if local else []
        done = " and ".join(["lined up"] * aligned + ["rid of ghosts"] * deghosted)
        why += [f"The frames were {done} first"] if done else []
        lines.append(f"{'; '.join(why)}: the blend is the base picture that Luxcube exports.")
        for k, (name, weight) in enumerate(zip(frames, w, strict=True), start=1):
            lines.append(f"frame {k}: {plain_ascii(name)[:120]}, {'mean weight' if local else 'weight'} {weight:.6f}")
        if form != "cube":
            return [*lines, _READERS[form]]
        return [*lines, "With ffmpeg, from that base:", _from_base(cube, interpolation)]
    lines.append(
        "Rebuild the blend as weights, or as layers in this order from the bottom, normal mode, with these opacities:"
    )
    for k, (name, weight, opacity) in enumerate(zip(frames, w, opacities(w), strict=True), start=1):
        lines.append(f"frame {k}: {plain_ascii(name)[:120]}, weight {weight:.6f}, opacity {100 * opacity:.2f} %")
    if form != "cube":
        return [*lines, _READERS[form]]
    if any(Path(name).suffix.lower() in RAW for name in frames):
        lines.append("With ffmpeg, from the base that Luxcube exports (other programs develop RAW frames differently):")
        return [*lines, _from_base(cube, interpolation)]
    lines.append("The same with ffmpeg (of JPEG frames, programs decode colour edges a little differently):")
    return lines + _continued(ffmpeg_command(frames, w, cube=cube, interpolation=interpolation))


def _from_base(cube: str, interpolation: str) -> str:
    lookup = cube if _plain_name(cube) else "LOOK.cube"
    return f"ffmpeg -i BASE.tif -vf lut3d={lookup}:interp={interpolation} OUT.png"


def _continued(command: str) -> list[str]:
    """``command`` on lines that fit a comment and that a shell puts together again."""
    lines = [""]
    for piece in re.findall(r"[^ ;]*[ ;]?", command):
        if len(lines[-1]) + len(piece) > LINE_LIMIT - 4:  # "# " before, a backslash after
            lines.append("")
        lines[-1] += piece
    return [line + "\\" for line in lines[:-1]] + lines[-1:]


def _plain_name(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,119}", name) is not None
