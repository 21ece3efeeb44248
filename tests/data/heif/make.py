"""Makes the HEIC files beside this one; README.md says how it is run, and why the tests do not do it themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import makers
import numpy as np
from pillow_heif.constants import HeifCompressionFormat
from pillow_heif.misc import CtxEncode

from mefcore.io.spaces import profile_of

FOLDER = Path(__file__).parent
SRGB = {"color_primaries": 1, "transfer_characteristics": 13, "matrix_coefficients": 0, "full_range_flag": 1}
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="heif"/></rdf:RDF></x:xmpmeta>'
)


def exif(orientation: int) -> bytes:
    return makers.exif(time=1 / 125, f_number=1.8, iso=64, orientation=orientation).tobytes()


def save(name: str, pixels: np.ndarray, mode: str = "RGB", **options: Any) -> None:
    """Lossless: 4:4:4, and the matrix that leaves RGB alone."""
    encoder = CtxEncode(HeifCompressionFormat.HEVC, quality=-1, chroma="444")
    size = (pixels.shape[1], pixels.shape[0])
    encoder.add_image(size, mode, pixels.tobytes(), **SRGB | {"save_nclx_profile": True, "primary": True} | options)
    encoder.save(FOLDER / name)


def main() -> None:
    picture = makers.exposed(0, height=24, width=32)
    eight, ten = makers.as_uint8(picture), np.rint(picture * 1023).astype(np.uint16) << 6
    for orientation in range(1, 9):
        # As phones do it: the container turns the picture, and EXIF says the same once more.
        save(f"turned-{orientation}.heic", eight, exif=exif(orientation), image_orientation=orientation)
    save("exif-only.heic", eight, exif=exif(6), image_orientation=1, xmp=XMP)
    save("ten-bits.heic", ten, "RGB;16", bit_depth=10)
    save("p3-coded.heic", eight, color_primaries=12)
    save("p3-profile.heic", eight, icc_profile=profile_of("display-p3"), icc_profile_type="prof")
    save("pq.heic", ten, "RGB;16", bit_depth=10, color_primaries=9, transfer_characteristics=16)
    save("grey.heic", np.ascontiguousarray(eight[..., 0]), "L", matrix_coefficients=6)
    save("alpha.heic", np.dstack([eight, np.full(eight.shape[:2], 77, np.uint8)]), "RGBA")


if __name__ == "__main__":
    main()
