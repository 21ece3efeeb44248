"""A LUT from elsewhere that a recipe carries: small enough for a file, and safe to unpack from one."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

import msgspec

from mefcore.errors import LutError, RecipeError

if TYPE_CHECKING:  # the editor reads recipes before its first paint, and numpy takes a tenth of a second
    from mefcore.lut.grid import Lut3D

LARGEST = 65
"""Points per axis; a larger LUT is sampled at so many."""
_HINT = "choose the creative LUT again"


class Creative(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A LUT over the colours 0 … 1, sRGB-encoded to sRGB-encoded.

    Attributes:
        name: what a person calls it, usually its file's name.
        size: points per axis.
        table: zlib-compressed float32, little endian: ``(size, size, size, 3)`` indexed ``[b, g, r]``.
    """

    name: Annotated[str, msgspec.Meta(max_length=200)]
    size: Annotated[int, msgspec.Meta(ge=2, le=LARGEST)]
    table: Annotated[bytes, msgspec.Meta(max_length=4 << 20)]

    @classmethod
    def of(cls, lut: Lut3D, name: str = "") -> Creative:
        """Take a LUT over; one of another domain, or with more than 65 points per axis, is sampled anew.

        Raises:
            LutError: it holds numbers that are not finite.
        """
        import numpy as np

        from mefcore.lut.grid import lattice

        table = lut.table
        if not lut.unit_domain or lut.size > LARGEST:
            table = lut.evaluate(lattice(min(max(lut.size, 33), LARGEST)), "tetrahedral")
        if not np.isfinite(table).all():
            raise LutError("the LUT holds values that are not finite numbers", hint="choose another")
        data = zlib.compress(np.ascontiguousarray(table, "<f4").tobytes(), 6)
        return cls(name=(name or lut.title)[:200], size=len(table), table=data)

    def lut(self) -> Lut3D:
        """The LUT itself; unpacked once and kept.

        Raises:
            RecipeError: bytes that are not as many finite numbers as the size says.
        """
        return _unpacked(self)


@lru_cache(maxsize=4)
def _unpacked(creative: Creative) -> Lut3D:
    import numpy as np

    from mefcore.lut.grid import Lut3D

    expected = 12 * creative.size**3
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(creative.table, expected + 1)  # never more than a LUT of this size has
    except zlib.error as e:
        raise RecipeError("the recipe holds a creative LUT that is damaged", hint=_HINT) from e
    if len(data) != expected or not unpacker.eof:
        raise RecipeError("the recipe holds a creative LUT of another size than it says", hint=_HINT)
    table = np.frombuffer(data, "<f4").astype(np.float32)
    if not np.isfinite(table).all():
        raise RecipeError("the recipe holds a creative LUT that is damaged", hint=_HINT)
    return Lut3D(table.reshape(creative.size, creative.size, creative.size, 3), title=creative.name)
