"""OpenEXR and Radiance HDR in: scene-linear pictures, exposed as a sensor would and sRGB-encoded."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mefcore.bracket import Exposure, Metadata
from mefcore.errors import ReadError
from mefcore.io.checks import check_size, damaged, decoding
from mefcore.io.quiet import quiet
from mefcore.io.spaces import linear_matrix

_ROWS = 256
_HDR_SIZE = re.compile(rb"\n\n-Y +(\d{1,9}) +\+X +(\d{1,9})\n")
_HDR_HEADER = 1 << 16
"""Bytes in which a Radiance file's header must end."""


def read_exr(path: Path) -> tuple[np.ndarray, Metadata]:
    """The first picture of an OpenEXR file: ``(H, W, 3)`` float32, sRGB-encoded; light beyond 1.0 clips.

    Its chromaticities are honoured; without any they are those of Rec. 709.

    Raises:
        ReadError: damaged, too large, or without colour channels at full resolution.
    """
    import Imath
    import OpenEXR

    with quiet(), decoding(path):
        path.open("rb").close()  # the library does not pass on why the system refuses
        name = os.fsencode(path)  # names that are no UTF-8 as well
        header = OpenEXR.File(name, header_only=True).header()
        (left, top), (right, bottom) = header["dataWindow"]
        width, height = int(right) - int(left) + 1, int(bottom) - int(top) + 1
        check_size(width, height, path)
        names = _colours({channel.name: channel for channel in header["channels"]}, path)
        # Where pixels are damaged this older interface raises what the other prints; the header is safe in that one.
        planes = OpenEXR.InputFile(name).channels(names, Imath.PixelType(Imath.PixelType.FLOAT))
        planes = [np.frombuffer(plane, np.float32).reshape(height, width) for plane in planes]
        matrix = _matrix(header.get("chromaticities"))
    return encoded(planes if len(planes) == 3 else planes * 3, matrix), _exr_metadata(header)


def read_hdr(path: Path) -> tuple[np.ndarray, Metadata]:
    """A Radiance RGBE file: ``(H, W, 3)`` float32, sRGB-encoded; light beyond 1.0 clips.

    Raises:
        ReadError: damaged, too large, turned, or in XYZ.
    """
    import imagecodecs

    data = path.read_bytes()
    size = _HDR_SIZE.search(data[:_HDR_HEADER])
    if size is None:
        raise damaged(path)
    height, width = int(size[1]), int(size[2])
    check_size(width, height, path)
    if b"32-bit_rle_xyze" in data[: size.start()]:
        raise ReadError("holds XYZ colours", path=path, hint="save it as RGBE")
    with decoding(path):
        linear = imagecodecs.rgbe_decode(data)
    if linear.shape != (height, width, 3):
        raise damaged(path)
    return encoded([linear[..., c] for c in range(3)]), Metadata()


def encoded(planes: Sequence[np.ndarray], matrix: np.ndarray | None = None) -> np.ndarray:
    """sRGB-encoded ``(H, W, 3)`` float32 of linear light, clipped to ``[0, 1]``; what is no number is black.

    Args:
        planes: red, green and blue, each ``(H, W)`` of any float.
        matrix: to linear sRGB, ``(3, 3)`` acting on columns.
    """
    out = np.empty((*planes[0].shape, 3), np.float32)
    for top in range(0, len(out), _ROWS):
        part = np.stack([plane[top : top + _ROWS] for plane in planes], axis=-1).astype(np.float32)
        part = np.nan_to_num(part, copy=False, nan=0.0, posinf=3e38, neginf=0.0)
        if matrix is not None:
            # In double precision: infinities are finite by now, and their products must stay so.
            part = np.clip(part.astype(np.float64) @ matrix.T, 0.0, 1.0).astype(np.float32)
        part = np.clip(part, 0.0, 1.0)
        low = np.float32(12.92) * part
        high = np.float32(1.055) * part ** np.float32(1 / 2.4) - np.float32(0.055)
        # In single precision 1.055 - 0.055 falls short of white.
        out[top : top + _ROWS] = np.where(part <= 0.0031308, low, np.where(part == 1.0, part, high))
    return out


def _colours(channels: dict[str, Any], path: Path) -> tuple[str, ...]:
    """The names of R, G and B, or of Y where the picture is grey; of several layers the first that has them."""
    whole = {name for name, channel in channels.items() if channel.xSampling == channel.ySampling == 1}
    layers = sorted({name.rpartition(".")[0] for name in channels}, key=lambda layer: (layer != "", layer))
    for layer in layers:
        prefix = f"{layer}." if layer else ""
        for names in (("R", "G", "B"), ("Y",)):
            found = tuple(prefix + name for name in names)
            chroma = names[0] == "Y" and {prefix + "RY", prefix + "BY"} & channels.keys()
            if whole.issuperset(found) and not chroma:
                return found
    raise ReadError("has no red, green and blue channels", path=path, hint="export it as RGB")


def _matrix(chromaticities: Any) -> np.ndarray | None:
    """To linear sRGB from OpenEXR's attribute; None where that is missing, no colour space, or sRGB's own."""
    if chromaticities is None or len(chromaticities) != 8:
        return None
    rx, ry, gx, gy, bx, by, *white = (float(v) for v in chromaticities)
    try:
        matrix = linear_matrix((rx, ry, gx, gy, bx, by), (white[0], white[1]))
    except (np.linalg.LinAlgError, ZeroDivisionError):
        return None
    if not np.isfinite(matrix).all() or np.abs(matrix - np.eye(3)).max() < 1e-3:
        return None
    return matrix


def _exr_metadata(header: dict[str, Any]) -> Metadata:
    """What OpenEXR's standard attributes say of the exposure."""

    def positive(name: str) -> float | None:
        value = header.get(name)
        ok = isinstance(value, (int, float)) and np.isfinite(value) and value > 0
        return float(value) if ok else None  # type: ignore[arg-type]

    owner = header.get("owner")
    return Metadata(
        focal_length=positive("focalLength"),
        copyright=owner if isinstance(owner, str) and owner.isprintable() and owner else None,
        exposure=Exposure(positive("expTime"), positive("aperture"), positive("isoSpeed")),
    )
