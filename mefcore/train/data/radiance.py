"""Scene-linear pictures: Radiance ``.hdr`` and OpenEXR ``.exr``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from mefcore.errors import MefError, ReadError

POLES = 0.12
"""Share of a panorama's height, at its top and bottom, that is stretched beyond use."""


@dataclass(frozen=True, eq=False)
class Radiance:
    """Scene-linear picture ``(h, w, 3)`` float32 with Rec. 709 primaries, median luminance 1.

    ``panorama`` says that it covers the whole sphere, equirectangular.
    """

    name: str
    pixels: np.ndarray
    panorama: bool = False


def load_radiance(folder: Path, *, exr: bool = False, whole: bool = False) -> list[Radiance]:
    """Every Radiance ``.hdr`` of a folder; none if there is no such folder.

    Args:
        exr: OpenEXR files too.
        whole: keep panoramas whole, for :func:`~mefcore.train.data.views.rectilinear`; otherwise their poles are cut
            off and what is left is used as a flat picture.

    Raises:
        ReadError: a file is damaged, or the library for OpenEXR is not installed.
    """
    found = []
    suffixes = (".hdr", ".exr") if exr else (".hdr",)
    for path in sorted(p for p in folder.glob("*") if p.suffix.lower() in suffixes):
        rgb = _read_exr(path) if path.suffix.lower() == ".exr" else _read_hdr(path)
        panorama = whole and rgb.shape[1] == 2 * rgb.shape[0]
        if not whole:
            rgb = rgb[int(POLES * len(rgb)) : int((1 - POLES) * len(rgb))]
        found.append(Radiance(path.stem, rgb / max(float(np.median(rgb.mean(-1))), 1e-6), panorama))
    return found


def _read_hdr(path: Path) -> np.ndarray:
    bgr = cv2.imread(str(path), cv2.IMREAD_ANYDEPTH | cv2.IMREAD_COLOR)
    if bgr is None:
        raise ReadError("is not a readable Radiance picture", path=path)
    return np.ascontiguousarray(bgr[..., ::-1], dtype=np.float32)


def _read_exr(path: Path) -> np.ndarray:
    # OpenCV's wheels come without OpenEXR, and imagecodecs' too; the format's own library is small.
    try:
        import OpenEXR
    except ModuleNotFoundError as e:
        raise MefError("needs OpenEXR to be read", path=path, hint='pip install "luxcube[train]"') from e
    try:
        channels = OpenEXR.File(str(path)).channels()
    except RuntimeError as e:
        raise ReadError("is not a readable OpenEXR picture", path=path) from e
    together = next((channels[name].pixels for name in ("RGBA", "RGB") if name in channels), None)
    if together is None:
        missing = [c for c in "RGB" if c not in channels]
        if missing:
            raise ReadError(f"has no channel {missing[0]}", path=path, hint="export it as RGB")
        together = np.stack([channels[c].pixels for c in "RGB"], axis=-1)
    rgb = np.nan_to_num(together[..., :3].astype(np.float32), nan=0.0, posinf=65504.0, neginf=0.0)
    return np.maximum(rgb, 0)
