"""JPEG out: 8 bits, with colour profile, EXIF, XMP and IPTC."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np

from mefcore.bracket import Metadata
from mefcore.choices import Space
from mefcore.errors import WriteError
from mefcore.io.exif_write import exif_block
from mefcore.io.iptc import photoshop_segment
from mefcore.io.spaces import profile_of
from mefcore.io.xmp import carried_over
from mefcore.job import SILENT, Job

_LARGEST_PACKET = 65502
"""Bytes of XMP that fit into one segment; what is longer would have to be split between two packets."""


def write_jpeg(
    path: Path,
    pixels: np.ndarray,
    metadata: Metadata,
    *,
    description: str = "",
    quality: int = 95,
    space: Space = "srgb",
    job: Job = SILENT,
) -> None:
    """Write ``(H, W, 3)`` uint8, already in ``space``; colour at full resolution (4:4:4) from quality 90 up.

    Raises:
        WriteError: more than 65500 pixels a side.
        OSError: from the operating system.
        Cancelled: ``job`` was cancelled.
    """
    from PIL import Image

    height, width = pixels.shape[:2]
    if max(height, width) > 65500:
        raise WriteError(f"{width}×{height} pixels are too many for JPEG", path=path, hint="choose TIFF or PNG")
    job.progress(0.0)
    options: dict[str, Any] = {}
    packet = carried_over(metadata.xmp, (width, height))
    if packet and len(packet) <= _LARGEST_PACKET:
        options["xmp"] = packet
    # Into memory first: Pillow's encoder does not pass on why the system refused to write.
    encoded = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(
        encoded,
        format="JPEG",
        quality=quality,
        subsampling="4:4:4" if quality >= 90 else "4:2:0",
        exif=b"Exif\0\0" + exif_block(metadata, description, srgb=space == "srgb"),
        icc_profile=profile_of(space),
        dpi=(300, 300),
        extra=photoshop_segment(metadata),
        **options,
    )
    job.progress(0.9)
    path.write_bytes(encoded.getbuffer())
