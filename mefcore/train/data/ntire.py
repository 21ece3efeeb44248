"""The NTIRE 2021/2022 multi-frame HDR challenge: its files, and its way to show an HDR reference.

Each scene has ``NNNN_short.png``, ``NNNN_medium.png`` and ``NNNN_long.png`` (8 bit), ``NNNN_exposures.npy`` (their
three exposure values in stops), ``NNNN_gt.png`` (16 bit) and ``NNNN_alignratio.npy`` (one number).  The reference is
``gt / alignratio``, aligned with the medium frame and *gamma-encoded*: light is its 2.24th power.  Some copies hold it
as floats in ``NNNN_gt.npy``, already divided.

The challenge compares references in this form (its scoring program, ``psnr_tanh_norm_mu_tonemap``)::

    H = gt ** 2.24                     linear light
    n = 99th percentile of H           over all pixels and channels
    T = log(1 + μ · tanh(H / n)) / log(1 + μ),   μ = 5000
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from mefcore.errors import ReadError

GAMMA = 2.24
PERCENTILE = 99.0
MU = 5000.0


def mu_law(linear: np.ndarray) -> np.ndarray:
    """``log(1 + μx) / log(1 + μ)`` of values in ``[0, 1]``."""
    return np.log1p(MU * linear) / np.log1p(MU)


def tonemap(hdr: np.ndarray) -> np.ndarray:
    """A gamma-encoded HDR reference as that challenge looks at it.

    Args:
        hdr: ``(h, w, 3)`` float, not negative.

    Returns:
        ``(h, w, 3)`` float64 in ``[0, 1]``.
    """
    linear = hdr.astype(np.float64) ** GAMMA
    bound = max(float(np.percentile(linear, PERCENTILE)), 1e-12)
    return mu_law(np.tanh(linear / bound))


def read_reference(path: Path) -> np.ndarray:
    """The gamma-encoded HDR reference ``(h, w, 3)`` float64 of ``NNNN_gt.png`` or ``NNNN_gt.npy``.

    Raises:
        ReadError: damaged, or ``NNNN_alignratio.npy`` is missing beside the PNG.
    """
    if path.suffix.lower() == ".npy":
        hdr = read_array(path).astype(np.float64)
        if hdr.ndim != 3 or hdr.shape[2] != 3:
            raise ReadError(f"holds an array of shape {hdr.shape}, not a picture", path=path)
        return np.maximum(hdr, 0)
    ratio_path = path.with_name(path.stem.replace("gt", "alignratio") + ".npy")
    bgr = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if bgr is None or bgr.ndim != 3 or bgr.dtype != np.uint16:
        raise ReadError("is not a 16-bit reference of the challenge", path=path)
    ratio = float(read_array(ratio_path).reshape(-1)[0])
    if not ratio > 0:
        raise ReadError("must hold a number above zero", path=ratio_path)
    return bgr[..., 2::-1].astype(np.float64) / ratio


def read_array(path: Path) -> np.ndarray:
    """An ``.npy`` file, never one that holds Python objects.

    Raises:
        ReadError: missing or not such a file.
    """
    try:
        found = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as e:
        raise ReadError("is missing or is not an array of NumPy", path=path) from e
    if not isinstance(found, np.ndarray) or not found.size:
        raise ReadError("is not an array of NumPy", path=path)
    return found


def read_label(path: Path) -> np.ndarray:
    """The tone-mapped reference, ``(h, w, 3)`` uint8."""
    return (tonemap(read_reference(path)) * 255 + 0.5).astype(np.uint8)
