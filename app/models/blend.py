"""What is kept between two steps of a slider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from app.canvas.view import Raster
    from app.models.messages import Loaded, Region
    from mefcore.blend import WeightGrid


@dataclass(frozen=True, eq=False)
class Blend:
    """What a LUT is applied to, in one region.

    Attributes:
        loaded: whose frames.
        weights: theirs.
        region: which part of them.
        raster: the device pixels, where they are fewer than the region's.
        raw: whether frames are kept, to be blended again, rather than their blend.
        layers: ``(h, w, 3)`` each, sRGB-encoded, read-only, at the raster where there is one: the frames, or the blend
            as float32; empty where nothing has been kept.
    """

    loaded: Loaded
    weights: WeightGrid
    region: Region
    raster: Raster | None = None
    raw: bool = False
    layers: tuple[np.ndarray, ...] = ()

    def same(self, other: Blend) -> bool:
        """Whether both are of the same frames, in the same place, and by equal weights if those are in the layers."""
        places = [(b.region, b.raster, b.raw) for b in (self, other)]
        if self.loaded is not other.loaded or places[0] != places[1]:
            return False
        if self.raw:
            return True
        pairs = ((self.weights.values, other.weights.values), (self.weights.guide, other.weights.guide))
        return all(a is b or (a.shape == b.shape and bool((a == b).all())) for a, b in pairs)
