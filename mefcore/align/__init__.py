"""Alignment: frames of a hand-held bracket brought onto one of them.

:func:`find` says how each frame lies against the reference, :func:`aligned` warps them accordingly.  Frames that
already match are found to, and then nothing is touched.
"""

from mefcore.align.find import find
from mefcore.align.motion import Alignment, Area, Kind, Motion
from mefcore.align.warp import aligned

__all__ = ["Alignment", "Area", "Kind", "Motion", "aligned", "find"]
