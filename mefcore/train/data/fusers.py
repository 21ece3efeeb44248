"""Known ways to fuse a bracket, as candidates for pseudo-labels: frames ``(K, H, W, 3)`` uint8, dark to bright, in;
picture ``(H, W, 3)`` uint8 out.  OpenCV works with blue first; everything here is red first.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from mefcore.color import srgb_to_linear

Fuser = Callable[[np.ndarray], np.ndarray]


def to_uint8(picture: np.ndarray) -> np.ndarray:
    """Values of ``[0, 1]`` in 8 bits; what is not a number becomes black."""
    return (np.clip(np.nan_to_num(picture), 0, 1) * 255 + 0.5).astype(np.uint8)


def _swapped(frames: np.ndarray) -> list[np.ndarray]:
    return [np.ascontiguousarray(f[..., ::-1]) for f in frames]


def mertens(frames: np.ndarray, *, contrast: float, saturation: float, exposure: float) -> np.ndarray:
    """OpenCV's exposure fusion (Mertens, Kautz and Van Reeth, 2007) with the given exponents."""
    fused = cv2.createMergeMertens(contrast, saturation, exposure).process(_swapped(frames))
    return to_uint8(fused[..., ::-1])


def enfuse(frames: np.ndarray, *, options: Sequence[str] = ()) -> np.ndarray:
    """The ``enfuse`` program; it must be installed."""
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{i}.tif" for i in range(len(frames))]
        for name, frame in zip(names, frames, strict=True):
            cv2.imwrite(str(Path(folder) / name), frame[..., ::-1])
        command = ["enfuse", "--output=out.tif", *options, *names]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        picture = cv2.imread(str(Path(folder) / "out.tif"), cv2.IMREAD_COLOR)
    if picture is None:
        raise RuntimeError("enfuse wrote nothing readable")
    return np.ascontiguousarray(picture[..., ::-1])


def luminance_fusion(frames: np.ndarray) -> np.ndarray:
    """Detail from exposure fusion of the luminance, colour from the frames that expose each place best.

    The chroma is a mean weighted by a narrow Gaussian around middle gray, without pixels that a channel clips: where a
    plain fusion mixes in blown or black frames and pales, this keeps the colour.
    """
    stack = frames.astype(np.float32) / 255
    spaces = [cv2.cvtColor(f, cv2.COLOR_RGB2YCrCb) for f in stack]
    luma = [s[..., 0] for s in spaces]
    gray = [cv2.merge([to_uint8(y)] * 3) for y in luma]
    fused = cv2.createMergeMertens(1.0, 0.0, 1.0).process(gray)[..., 0]
    weight = np.stack([np.exp(-((y - 0.5) ** 2) / (2 * 0.12**2)) for y in luma])
    weight *= ((stack > 0.03) & (stack < 0.97)).all(-1) + 1e-3
    weight = np.stack([cv2.GaussianBlur(w, (0, 0), 1.5) for w in weight]) + 1e-6
    weight /= weight.sum(0)
    chroma = sum(w[..., None] * (s[..., 1:] - 0.5) for w, s in zip(weight, spaces, strict=True))
    source = sum(w * y for w, y in zip(weight, luma, strict=True))
    # Chroma belongs to a brightness: it follows the luminance from the source's to the fused one's, within reason.
    gain = np.clip(fused / np.maximum(source, 0.05), 0.4, 1.3)[..., None]
    picture = np.concatenate([fused[..., None], chroma * gain + 0.5], axis=-1).astype(np.float32)
    return to_uint8(cv2.cvtColor(picture, cv2.COLOR_YCrCb2RGB))


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what OpenCV 5 prints about its own code."""
    before = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(before)


def relative_exposures(frames: np.ndarray) -> np.ndarray:
    """How much light each frame got beside the first, from pixels that neighbours both hold; ``(K,)``, rising.

    For sRGB-like responses; what a camera's own curve adds is shared by all frames.
    """
    linear = [srgb_to_linear(f / 255.0).mean(-1) for f in frames]
    held = [((f > 12) & (f < 240)).all(-1) for f in frames]
    steps = [1.0]
    for i in range(1, len(frames)):
        both = held[i] & held[i - 1]
        ratio = linear[i][both] / linear[i - 1][both] if both.sum() > 50 else np.array([2.0])
        steps.append(max(float(np.median(ratio)), 1.02))
    return np.cumprod(steps)


def merge_radiance(frames: np.ndarray) -> np.ndarray:
    """Scene-linear merge (Debevec and Malik, 1997) of sRGB frames, ``(H, W, 3)`` float32, red first."""
    response = np.maximum(srgb_to_linear(np.arange(256) / 255.0), 1e-5).astype(np.float32)
    curve = np.repeat(response[:, None, None], 3, axis=2)
    times = relative_exposures(frames).astype(np.float32)
    with _quiet():
        merged = cv2.createMergeDebevec().process(_swapped(frames), times, curve)
    return np.nan_to_num(merged, posinf=0.0)[..., ::-1]


def debevec(frames: np.ndarray, *, operator: str) -> np.ndarray:
    """A merge to radiance, tone-mapped by OpenCV's Reinhard, Drago or Mantiuk."""
    radiance = np.ascontiguousarray(merge_radiance(frames)[..., ::-1])
    radiance /= max(float(np.percentile(radiance, 99.5)), 1e-9)
    with _quiet():
        if operator == "reinhard":
            shown = cv2.createTonemapReinhard(2.2, 0.0, 0.0, 0.0).process(radiance)
        elif operator == "drago":
            shown = cv2.createTonemapDrago(2.2, 1.0, 0.85).process(radiance)
        else:
            shown = cv2.createTonemapMantiuk(2.2, 0.8, 1.0).process(radiance)
    return to_uint8(shown[..., ::-1])


def fusers() -> dict[str, Fuser]:
    """Every candidate that runs here, by name."""
    found: dict[str, Fuser] = {
        "mertens": partial(mertens, contrast=1.0, saturation=1.0, exposure=0.0),
        "mertens-exposed": partial(mertens, contrast=1.0, saturation=1.0, exposure=1.0),
        "mertens-soft": partial(mertens, contrast=0.3, saturation=0.5, exposure=1.0),
        "luminance": luminance_fusion,
        "debevec-reinhard": partial(debevec, operator="reinhard"),
        "debevec-drago": partial(debevec, operator="drago"),
        "debevec-mantiuk": partial(debevec, operator="mantiuk"),
    }
    if shutil.which("enfuse"):
        found["enfuse"] = enfuse
        found["enfuse-contrast"] = partial(enfuse, options=("--contrast-weight=0.5", "--saturation-weight=0.3"))
        found["enfuse-wide"] = partial(enfuse, options=("--exposure-width=0.35", "--contrast-weight=0.2"))
    return found
