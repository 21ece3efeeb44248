"""Pictures in a row, labelled, to look at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mefcore.io.atomic import atomic_path

WIDTH, STRIP = 480, 26


def contact_sheet(pictures: Mapping[str, np.ndarray], path: Path) -> None:
    """Write pictures ``(H, W, 3)`` uint8 side by side, their names above them, as a JPEG.

    Raises:
        WriteError: the file cannot be written.
    """
    font = ImageFont.load_default(15)
    tiles = []
    for name, picture in pictures.items():
        h, w = picture.shape[:2]
        tile = cv2.resize(picture, (WIDTH, round(WIDTH * h / w)), interpolation=cv2.INTER_AREA)
        strip = Image.new("RGB", (WIDTH, STRIP), (40, 40, 40))
        ImageDraw.Draw(strip).text((8, 4), name, fill=(230, 230, 230), font=font)
        tiles.append(np.vstack([np.asarray(strip), tile]))
    with atomic_path(path) as temporary:
        Image.fromarray(np.hstack(tiles)).save(temporary, format="JPEG", quality=92)
