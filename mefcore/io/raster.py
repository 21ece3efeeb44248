"""JPEG, PNG and WebP in; each becomes upright ``(H, W, 3)`` uint8 or uint16, sRGB-encoded."""

from __future__ import annotations

import threading
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from mefcore.bracket import Metadata
from mefcore.errors import ReadError
from mefcore.io.convert import check_size, to_rgb, upright
from mefcore.io.exif import read_exif
from mefcore.io.icc import to_srgb

SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".webp"})
FORMATS = ("JPEG", "MPO", "PNG", "WEBP")

# Pillow's own limit warns at 89 Mpx, a size real cameras and panoramas reach; check_size refuses what is too large.
Image.MAX_IMAGE_PIXELS = None

_headers = threading.Lock()


def read_raster(path: Path) -> tuple[np.ndarray, Metadata]:
    """Decode a file by its content, whatever its suffix says.

    Raises:
        ReadError: not one of :data:`FORMATS`, damaged, cut short, or too large.
    """
    with _open(path) as image:
        check_size(*image.size, path)
        metadata, orientation = read_exif(image.info.get("exif"))
        profile = image.info.get("icc_profile")
        pixels = _decode_png16(path) if _is_png16(image, path) else _decode(image, path)
    return upright(to_rgb(to_srgb(pixels, profile)), orientation), metadata


def _open(path: Path) -> Image.Image:
    # Pillow warns about odd EXIF, MPO or palette blocks that do not concern us.  Silencing swaps global state, so one
    # thread at a time; only the header is read here.
    with _headers, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Image.open(path, formats=FORMATS)
        except UnidentifiedImageError as e:
            raise ReadError(
                "is not a picture Luxcube can read",
                path=path,
                hint="it reads JPEG, PNG, TIFF, WebP and camera RAW",
            ) from e
        except OSError:
            raise
        except Exception as e:
            raise ReadError("has a damaged header", path=path, hint="copy it from the camera again") from e


def _decode(image: Image.Image, path: Path) -> np.ndarray:
    try:
        image.load()
        if image.mode in ("P", "PA"):
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        if image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
            image = image.convert("L" if image.mode == "1" else "RGB")
        return np.array(image)
    except MemoryError as e:
        raise ReadError("does not fit into memory", path=path, hint="close other programs or use smaller frames") from e
    except Exception as e:
        raise _damaged(path) from e


def _is_png16(image: Image.Image, path: Path) -> bool:
    if image.format != "PNG":
        return False
    with path.open("rb") as file:
        return file.read(25)[24:] == b"\x10"  # IHDR is always first, and this is its bit depth


def _decode_png16(path: Path) -> np.ndarray:
    import imagecodecs  # Pillow would silently keep only 8 of the 16 bits of a colour PNG

    try:
        return imagecodecs.png_decode(path.read_bytes())
    except OSError:
        raise
    except Exception as e:
        raise _damaged(path) from e


def _damaged(path: Path) -> ReadError:
    return ReadError("is damaged or cut short", path=path, hint="copy it from the camera again")
