"""Cards of brackets, for tests of what is done to many."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from makers import exif, exposed, write_jpeg


def brackets(folder: Path, count: int = 2, first: int = 1) -> list[tuple[Path, ...]]:
    """Brackets of three small frames, a minute apart."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for k in range(count):
        files = []
        for second, stop in enumerate((0, -2, 2)):
            block = exif(time=0.01 * 2.0**stop, f_number=8, iso=100)
            block[0x8769] = {**block[0x8769], 0x9003: f"2024:05:06 07:{10 + k:02d}:{second:02d}"}
            path = folder / f"IMG_{first + 3 * k + second:04d}.JPG"
            files.append(write_jpeg(path, np.roll(exposed(stop), 9 * k, axis=1), block))
        made.append(tuple(files))
    return made


@pytest.fixture
def card(tmp_path: Path) -> list[tuple[Path, ...]]:
    return brackets(tmp_path / "card")
