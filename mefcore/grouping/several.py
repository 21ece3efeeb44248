"""Whether a few files are one bracket after all, whatever parts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from mefcore.grouping.entries import Entry
from mefcore.grouping.evidence import SAME_EV
from mefcore.grouping.prints import Fingerprint, Likeness, fingerprints
from mefcore.grouping.sets import Grouping
from mefcore.grouping.streams import ALIKE


def clearly_several(entries: Sequence[Entry], grouping: Grouping, prints: Mapping[Path, Fingerprint]) -> bool:
    """Whether a few files that were divided clearly are of different scenes, or of one exposed in the same way twice.

    Where neither clock nor camera is known, only folders and names part them, and those say little of a few files: then
    the pictures decide.

    Args:
        entries: the files.
        grouping: how they were divided.
        prints: what was seen of them so far; the others are looked at.
    """
    evs = sorted(ev for e in entries if (ev := e.ev) is not None)
    repeated = any(b - a <= SAME_EV for a, b in pairwise(evs)) or (not evs and len(grouping.brackets) > 1)
    if repeated or len({e.size for e in entries}) > 1 or any(e.camera or e.captured is not None for e in entries):
        return True
    seen = dict(prints) | fingerprints([e for e in entries if e.path not in prints])
    likeness = Likeness([seen.get(e.path) for e in entries]).all()
    home = np.array([grouping.find(e.path) for e in entries])
    across = np.nan_to_num(likeness[home[:, None] != home], nan=-1.0)
    return bool(across.max() <= ALIKE)
