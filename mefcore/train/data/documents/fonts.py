"""Typefaces for made-up documents: packages of free fonts that the ``train`` extra installs.

Lato, Source Sans and Source Serif are under the SIL Open Font License, Caladea under Apache-2.0.  Pillow brings one
more (Aileron, CC0), which is always there.  Only these are used, never what a system happens to have, so that a seed
makes the same documents everywhere.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

PACKAGES = {
    "Caladea": ("font_caladea", "Caladea", "Regular", "Bold", "Italic"),
    "Lato": ("font_lato", "Lato", "Regular", "Bold", "Italic"),
    "Source Sans": ("font_source_sans_pro", "SourceSansPro", "Regular", "Bold", "It"),
    "Source Serif": ("font_source_serif_pro", "SourceSerifPro", "Regular", "Bold", "It"),
}


@dataclass(frozen=True)
class Family:
    """A typeface; paths are None for Pillow's own, which has one style."""

    name: str
    regular: Path | None = None
    bold: Path | None = None
    italic: Path | None = None


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """The typefaces found here, at least one."""
    found = [Family("Aileron")]
    for name, (package, stem, *styles) in PACKAGES.items():
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            continue
        regular, bold, italic = (Path(spec.origin).parent / "files" / f"{stem}-{style}.ttf" for style in styles)
        found.append(Family(name, regular, bold, italic))
    return tuple(found)


@lru_cache(maxsize=256)
def font(path: Path | None, pixels: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font at a size in pixels."""
    if path is None:
        return ImageFont.load_default(pixels)
    return ImageFont.truetype(str(path), pixels)
