"""The look as one colour map, after the network's: edits, then the creative LUT.

At a colour ``c``: ``s = c + strength (network(c) - c)``, ``l = edits(s)``, ``out = l + opacity (creative(l) - l)``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import msgspec
import numpy as np

from mefcore.engine.lookup import look_up
from mefcore.look.colour import Colour
from mefcore.look.creative import Creative
from mefcore.look.parameters import LookFields
from mefcore.look.tone import Tone

ColourMap = Callable[[np.ndarray], np.ndarray]
"""Colours ``(…, 3)`` float32, sRGB-encoded, to others in ``[0, 1]``; what is handed in stays as it was."""

_CHUNK = 1 << 13
"""Colours worked on at once: all planes then stay in cache, which makes it twice as fast."""
_NAMES = LookFields.__struct_fields__


def compile_look(recipe: LookFields) -> ColourMap | None:
    """What a recipe's look does to a colour, creative LUT included; None where it changes nothing.

    Raises:
        RecipeError: the creative LUT is damaged.
    """
    return _compiled(LookFields(**{name: getattr(recipe, name) for name in _NAMES}))


@lru_cache(maxsize=16)
def _compiled(look: LookFields) -> ColourMap | None:
    edits = _edits(msgspec.structs.replace(look, creative=None, creative_opacity=1.0))
    if look.creative is None or look.creative_opacity == 0:
        return edits
    return _with_creative(edits, look.creative, look.creative_opacity)


@lru_cache(maxsize=16)
def _edits(look: LookFields) -> ColourMap | None:
    tone, colour = Tone(look), Colour(look)
    if tone.neutral and colour.neutral:
        return None

    def edited(rgb: np.ndarray) -> np.ndarray:
        flat = np.clip(np.asarray(rgb, np.float32).reshape(-1, 3), 0.0, 1.0)
        out = np.empty_like(flat)
        for start in range(0, len(flat), _CHUNK):
            part = slice(start, start + _CHUNK)
            planes = list(np.ascontiguousarray(flat[part].T))
            if not tone.neutral:
                planes = tone.apply(planes)
            if not colour.neutral:
                planes = colour.apply(planes)
            for channel, plane in enumerate(planes):
                np.clip(plane, 0.0, 1.0, out=out[part, channel])
        return out.reshape(np.shape(rgb))

    return edited


def _with_creative(edits: ColourMap | None, creative: Creative, opacity: float) -> ColourMap:
    lut = creative.lut()

    def composed(rgb: np.ndarray) -> np.ndarray:
        edited = np.clip(rgb, 0.0, 1.0).astype(np.float32) if edits is None else edits(rgb)
        found = look_up(lut, edited, "tetrahedral")
        np.clip(found, 0.0, 1.0, out=found)
        if opacity != 1:
            found -= edited
            found *= np.float32(opacity)
            found += edited
        return found

    return composed
