"""The model card's picture of what goes wrong: the sample bracket in three hard cases, beside OpenCV's Mertens.

python packaging/known_failures.py -o resources/weights/known-failures.jpg

The scenes on which the weights were measured cannot be shown, so our own rendered room stands in for them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mefcore.engine import select
from mefcore.evaluate.methods import PAST_THE_PAPER, LutNetwork, mertens
from mefcore.io import load_bracket
from mefcore.nets.student import load_model

SAMPLE = Path(__file__).parents[1] / "resources" / "samples" / "garden-room"
CROP = (520, 390)
GAP, CAPTION = 8, 34


def shifted(frame: np.ndarray, x: float, y: float) -> np.ndarray:
    matrix = np.array([[1, 0, x], [0, 1, y]], np.float32)
    return cv2.warpAffine(frame, matrix, frame.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)


def cases(frames: list[np.ndarray]) -> list[tuple[str, list[np.ndarray], tuple[float, float]]]:
    """Caption, frames, and where to look, as a part of the size."""
    dark, middle, bright = frames
    return [
        ("two frames six stops apart: the view or the room", [dark, bright], (0.45, 0.42)),
        ("highlights that only the dark frame holds", frames, (0.86, 0.45)),
        ("a hand that moved between the frames", [dark, shifted(middle, 7, -4), shifted(bright, -5, 6)], (0.16, 0.5)),
    ]


def crop(picture: np.ndarray, at: tuple[float, float]) -> np.ndarray:
    h, w = picture.shape[:2]
    x = int(np.clip(at[0] * w - CROP[0] / 2, 0, w - CROP[0]))
    y = int(np.clip(at[1] * h - CROP[1] / 2, 0, h - CROP[1]))
    return picture[y : y + CROP[1], x : x + CROP[0]]


def sheet(frames: list[np.ndarray]) -> Image.Image:
    rows, luxcube = cases(frames), LutNetwork(load_model(), select("cpu"), 33)
    local = luxcube.used(PAST_THE_PAPER["local"])
    columns = (("global", luxcube.fuse), ("local", local.fuse), ("Mertens", mertens))
    page = Image.new("RGB", (3 * CROP[0] + 2 * GAP, len(rows) * (CROP[1] + CAPTION)), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(18)
    for i, (caption, some, at) in enumerate(rows):
        top = i * (CROP[1] + CAPTION)
        for column, (name, fuse) in enumerate(columns):
            x = column * (CROP[0] + GAP)
            page.paste(Image.fromarray(crop(fuse(np.stack(some)), at)), (x, top))
            draw.text((x + 6, top + CROP[1] + 6), f"{name}: {caption}", fill="black", font=font)
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", required=True, type=Path, help="the JPEG to write")
    output = parser.parse_args().output
    sheet([f.pixels for f in load_bracket([SAMPLE]).frames]).save(output, quality=85)


if __name__ == "__main__":
    main()
