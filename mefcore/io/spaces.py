"""The colour spaces that exports can be in, and profiles for what HEIF, AVIF and JPEG XL say in numbers.

Inside, everything is sRGB.  Every profile is built by Little CMS from published primaries; all are relative to D50 as
ICC wants it, with the adaptation (Bradford) written into them.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import NamedTuple, get_args

import numpy as np

from mefcore.choices import Space
from mefcore.color import srgb_to_linear
from mefcore.errors import MefError
from mefcore.io.icc import srgb_profile, stamped, through
from mefcore.job import SILENT, Job

SPACES: tuple[Space, ...] = get_args(Space)

Chromaticities = tuple[float, float, float, float, float, float]
"""x and y of red, green and blue."""

_D65, _D50 = (0.3127, 0.3290), (0.3457, 0.3585)
_P3: Chromaticities = (0.680, 0.320, 0.265, 0.690, 0.150, 0.060)


class _Definition(NamedTuple):
    title: str
    primaries: Chromaticities
    white: tuple[float, float]
    gamma: float | None  # None: sRGB's curve


_DEFINITIONS: dict[str, _Definition] = {
    # SMPTE EG 432-1 with D65 and sRGB's curve.
    "display-p3": _Definition("Display P3", _P3, _D65, None),
    # Adobe RGB (1998) Color Image Encoding, 2005: the exponent is 2 51/256.
    "adobe-rgb": _Definition("Compatible with Adobe RGB (1998)", (0.64, 0.33, 0.21, 0.71, 0.15, 0.06), _D65, 563 / 256),
    # ISO 22028-2 (ROMM), without the toe, as in all profiles of that name.
    "prophoto": _Definition("ProPhoto RGB", (0.734699, 0.265301, 0.159597, 0.840403, 0.036598, 0.000105), _D50, 1.8),
}

# ITU-T H.273: the code points of HEIF's and AVIF's colour information that cameras and phones use.
_PRIMARIES: dict[int, tuple[Chromaticities, tuple[float, float]]] = {
    1: ((0.64, 0.33, 0.30, 0.60, 0.15, 0.06), _D65),  # BT.709
    9: ((0.708, 0.292, 0.170, 0.797, 0.131, 0.046), _D65),  # BT.2020
    11: (_P3, (0.314, 0.351)),  # DCI
    12: (_P3, _D65),
}
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_REFERENCE_WHITE = 203.0
"""cd/m² of diffuse white in HDR (ITU-R BT.2408): here, where a sensor would saturate."""


@lru_cache(maxsize=8)
def profile_of(space: Space) -> bytes:
    """The ICC profile of a space: a matrix and curves, version 4, the same bytes on every run.

    Raises:
        MefError: not one of :data:`SPACES`.
    """
    if space == "srgb":
        return srgb_profile()
    if space not in _DEFINITIONS:
        hint = f"choose {', '.join(SPACES[:-1])} or {SPACES[-1]}"
        raise MefError(f"{space!r} is not a colour space Luxcube writes", hint=hint)
    import imagecodecs

    title, primaries, white, gamma = _DEFINITIONS[space]
    built = imagecodecs.cms_profile("rgb", whitepoint=white, primaries=primaries, gamma=gamma or 2.2)
    replaced = {b"desc": _text(title)}
    if gamma is None:
        curve = _tags(srgb_profile())[b"rTRC"]
        replaced |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    return stamped(_with_tags(built, replaced))


def from_srgb(pixels: np.ndarray, space: Space, *, job: Job = SILENT) -> np.ndarray:
    """``(H, W, 3)`` uint8, uint16 or float32 from sRGB into ``space``, same dtype; each of them contains all of sRGB.

    Relative colorimetric, by Little CMS in strips on all processors.

    Raises:
        MefError: not one of :data:`SPACES`.
        Cancelled: ``job`` was cancelled.
    """
    profile = profile_of(space)
    return pixels if space == "srgb" else through(pixels, srgb_profile(), profile, job=job)


@lru_cache(maxsize=16)
def coded_profile(primaries: int, transfer: int) -> bytes | None:
    """An ICC profile for H.273 code points, or None where they are sRGB's, unspecified or unknown.

    Perceptual quantiser (16) and hybrid log-gamma (18) are HDR: diffuse white becomes white, what is brighter clips.
    """
    curve = _curve(transfer)
    known = _PRIMARIES.get(primaries, _PRIMARIES[1])
    if curve is None or (primaries not in _PRIMARIES and transfer not in (4, 5, 8, 16, 18)):
        return None
    if known is _PRIMARIES[1] and transfer not in (4, 5, 8, 16, 18):
        return None
    return custom_profile(*known, curve)


def custom_profile(primaries: Chromaticities, white: tuple[float, float], curve: np.ndarray) -> bytes:
    """An ICC profile from chromaticities and linear light ``(n,)`` float in ``[0, 1]`` for equally spaced values."""
    import imagecodecs

    return stamped(
        imagecodecs.cms_profile(
            "rgb", whitepoint=white, primaries=primaries, transferfunction=np.asarray(curve, np.float32)
        )
    )


def linear_matrix(primaries: Chromaticities, white: tuple[float, float]) -> np.ndarray:
    """``(3, 3)`` float64 from linear light of these chromaticities to linear sRGB, white to white (Bradford).

    Raises:
        numpy.linalg.LinAlgError: the primaries lie on a line.
        ZeroDivisionError: a y of zero.
    """
    ours, theirs = _to_xyz(*_PRIMARIES[1]), _to_xyz(primaries, white)
    cone_ours, cone_theirs = _BRADFORD @ ours.sum(axis=1), _BRADFORD @ theirs.sum(axis=1)
    adapt = np.linalg.inv(_BRADFORD) @ np.diag(cone_ours / cone_theirs) @ _BRADFORD
    return np.linalg.inv(ours) @ adapt @ theirs


def _to_xyz(primaries: Chromaticities, white: tuple[float, float]) -> np.ndarray:
    """SMPTE RP 177: columns are the XYZ of red, green and blue, in amounts that add up to white at Y = 1."""
    columns = np.array([(x / y, 1.0, (1 - x - y) / y) for x, y in zip(primaries[::2], primaries[1::2], strict=True)]).T
    x, y = white
    return columns * np.linalg.solve(columns, np.array([x / y, 1.0, (1 - x - y) / y]))


def _curve(transfer: int) -> np.ndarray | None:
    """Linear light of 4096 equally spaced values by H.273's transfer characteristics; None for one we do not know."""
    v = np.linspace(0.0, 1.0, 4096)
    if transfer in (1, 2, 6, 13, 14, 15):
        # Still pictures with a camera's curve (1, 6, 14, 15) are made for sRGB screens; so is what does not say (2).
        return srgb_to_linear(v)
    if transfer in (4, 5):
        return v ** (2.2 if transfer == 4 else 2.8)
    if transfer == 8:
        return v
    if transfer == 16:  # SMPTE ST 2084
        m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
        root = v ** (1 / m2)
        light = 10000.0 * (np.maximum(root - c1, 0.0) / (c2 - c3 * root)) ** (1 / m1)
        return np.minimum(light / _REFERENCE_WHITE, 1.0)
    if transfer == 18:  # ARIB STD-B67, whose reference white is at 75 %; a display of 1000 cd/m² adds its 1.2
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        scene = np.where(v <= 0.5, v * v / 3, (np.exp((v - c) / a) + b) / 12)
        return np.minimum(1000.0 * scene**1.2 / _REFERENCE_WHITE, 1.0)
    return None


def _tags(profile: bytes) -> dict[bytes, bytes]:
    """An ICC profile's tagged data (ICC.1, 7.3)."""
    (count,) = struct.unpack_from(">L", profile, 128)
    entries = [struct.unpack_from(">4sLL", profile, 132 + 12 * i) for i in range(count)]
    return {name: profile[start : start + length] for name, start, length in entries}


def _with_tags(profile: bytes, replaced: dict[bytes, bytes]) -> bytes:
    """The profile with other data in some of its tags."""
    tags = _tags(profile) | replaced
    table, body = b"", b""
    start = 132 + 12 * len(tags)
    for name, data in tags.items():
        table += struct.pack(">4sLL", name, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    header = struct.pack(">L", start + len(body)) + profile[4:128]
    return header + struct.pack(">L", len(tags)) + table + body


def _text(title: str) -> bytes:
    """A multiLocalizedUnicodeType (ICC.1, 10.15) of one English text."""
    text = title.encode("utf-16-be")
    return struct.pack(">4sLLL2s2sLL", b"mluc", 0, 1, 12, b"en", b"US", len(text), 28) + text
