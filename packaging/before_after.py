"""One JPEG with the middle exposure on the left and the fused picture on the right.

python packaging/before_after.py FILES|FOLDER --after FUSED.tif -o PICTURE.jpg
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from mefcore.bracket import full_scale
from mefcore.errors import MefError
from mefcore.export import save_image
from mefcore.io import load_bracket, load_frame
from mefcore.prepare import prepare
from mefcore.recipe import Recipe

DIVIDER = 2
"""Half the width of the white line, in pixels."""


def side_by_side(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Left half of ``before`` and right half of ``after``, both ``(H, W, 3)`` of any depth, as uint8."""
    if before.shape != after.shape:
        raise MefError("the fused picture has another size than the bracket", hint="fuse these very frames")
    middle = before.shape[1] // 2
    joined = np.concatenate([_to_8_bit(before[:, :middle]), _to_8_bit(after[:, middle:])], axis=1)
    joined[:, middle - DIVIDER : middle + DIVIDER] = 255
    return joined


def _to_8_bit(pixels: np.ndarray) -> np.ndarray:
    scaled = pixels.astype(np.float32) * np.float32(255.0 / full_scale(pixels.dtype))
    return np.clip(np.rint(scaled), 0, 255).astype(np.uint8)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, help="the bracket: pictures or their folder")
    parser.add_argument("--after", required=True, type=Path, help="the fused picture")
    parser.add_argument("-o", "--output", required=True, type=Path, help="the JPEG to write")
    arguments = parser.parse_args()
    try:
        bracket = prepare(load_bracket(arguments.files), Recipe()).bracket  # cropped as the picture was
        before, after = bracket.frames[bracket.reference], load_frame(arguments.after)
        picture = side_by_side(before.pixels, after.pixels)
        save_image(arguments.output, picture, metadata=before.metadata, quality=92)
    except MefError as e:
        print(e, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
