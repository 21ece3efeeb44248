"""Stacks on disk as different data sets lay them out.

``scenes``
    ours: ``<scene>/<frame>.*`` with an optional ``<scene>/label.*``.
``sice``
    Cai, Gu and Zhang's: ``<number>/<frame>.JPG`` and one folder ``Label/<number>.JPG`` beside them; also a folder of
    such folders (``Dataset_Part1``, ``Dataset_Part2``).
``ntire``
    the NTIRE HDR challenges': ``NNNN_short.png``, ``NNNN_medium.png``, ``NNNN_long.png`` and ``NNNN_gt.*``, all in one
    folder or a folder per scene; see :mod:`.ntire`.
``plain``
    ``<scene>/<frame>.*``, every picture a frame, no labels.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from mefcore.errors import MefError
from mefcore.io import READABLE, load_frame
from mefcore.job import SILENT, Job
from mefcore.train.data import ntire
from mefcore.train.data.scenes import Scene, assemble, scene_files, shrink

LAYOUTS = ("scenes", "sice", "ntire", "plain")
SHARES = {"train": 0.6, "val": 0.1, "test": 0.3}
"""How a data set without split folders is divided; the paper keeps 30 % of each for testing."""
PSEUDO_TRUST = 0.5
"""How much a label that a program chose counts beside one that people chose."""

_NTIRE = re.compile(r"(?:(?P<scene>.+)_)?(?P<kind>short|medium|long)\.png", re.IGNORECASE)


@dataclass(frozen=True)
class Stack:
    """The files of one stack; ``hdr`` says that the label is a reference to be tone-mapped, not a picture."""

    name: str
    frames: tuple[Path, ...]
    label: Path | None = None
    hdr: bool = False


def detect_layout(folder: Path) -> str:
    """Which of :data:`LAYOUTS` a folder has.

    Raises:
        MefError: none of them.
    """
    entries = _entries(folder)
    below = [d for d in entries if d.is_dir()]
    if any(_NTIRE.fullmatch(p.name) for p in entries):
        return "ntire"
    if _is_sice(folder) or any(_is_sice(d) for d in below):
        return "sice"
    if any(_NTIRE.fullmatch(p.name) for d in below for p in _entries(d)):
        return "ntire"
    pictures = [p for d in below for p in _entries(d) if p.suffix.lower() in READABLE]
    if not pictures:
        raise MefError(
            "holds no scene folders in a known layout",
            path=folder,
            hint="expected SCENE/0.jpg, 1.jpg, … with label.jpg, or the layout of SICE or NTIRE",
        )
    return "scenes" if any(p.stem == "label" for p in pictures) else "plain"


def find_stacks(folder: Path, layout: str = "auto") -> list[Stack]:
    """The stacks of a folder, by name; those with fewer than two frames are left out.

    Raises:
        MefError: an unknown layout, or there is none.
    """
    chosen = detect_layout(folder) if layout == "auto" else layout
    finders = {"scenes": _scenes, "sice": _sice, "ntire": _ntire, "plain": _plain}
    if chosen not in finders:
        raise MefError(f"there is no layout {layout!r}", hint=f"choose one of auto, {', '.join(LAYOUTS)}")
    found = sorted((s for s in finders[chosen](folder) if len(s.frames) > 1), key=lambda s: s.name)
    if not found:
        raise MefError(f"holds no stack in the layout {chosen!r}", path=folder)
    return found


def split_stacks(root: Path, split: str, layout: str = "auto") -> list[Stack]:
    """The stacks of one split: ``root/split`` if there is such a folder, otherwise a fixed share of ``root``.

    The share a scene falls into depends on its name alone, so that adding scenes moves none.
    """
    if (root / split).is_dir():
        return find_stacks(root / split, layout)
    if split not in SHARES:
        raise MefError(f"there is no split {split!r}", path=root, hint=f"choose one of {', '.join(SHARES)}")
    return [s for s in find_stacks(root, layout) if split_of(s.name) == split]


def split_of(name: str) -> str:
    """Which split a scene of a data set without split folders belongs to."""
    place = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") / 2**32
    for split, share in SHARES.items():
        place -= share
        if place < 0:
            return split
    return "test"


def load_stack(stack: Stack, longest: int, pseudo_labels: Path | None = None) -> Scene:
    """Read one stack, shrunk to ``longest``.

    Args:
        pseudo_labels: a folder written by ``mef data pseudo-labels``, for stacks without a label of their own.
    """
    frames = [shrink(load_frame(p).pixels, longest) for p in stack.frames]
    label, trust = stack.label, 1.0
    if label is None and pseudo_labels is not None:
        cached = pseudo_labels / f"{stack.name}.png"
        label, trust = (cached, PSEUDO_TRUST) if cached.is_file() else (None, 1.0)
    if label is None:
        return assemble(stack.name, frames, None)
    pixels = ntire.read_label(label) if stack.hdr else load_frame(label).pixels
    return assemble(stack.name, frames, shrink(pixels, longest), trust)


def load_scenes(
    root: Path,
    split: str,
    longest: int,
    *,
    layout: str = "auto",
    pseudo_labels: Path | None = None,
    job: Job = SILENT,
) -> list[Scene]:
    """Every stack of a split, shrunk to ``longest``; see :func:`split_stacks` and :func:`load_stack`.

    Raises:
        MefError: no stacks, no such folder of pseudo-labels, or an unreadable file.
    """
    if pseudo_labels is not None and not pseudo_labels.is_dir():
        raise MefError("is not a folder of pseudo-labels", path=pseudo_labels, hint="make it: mef data pseudo-labels")
    stacks = split_stacks(root, split, layout)
    scenes = []
    for i, stack in enumerate(stacks):
        job.progress(i / len(stacks), stack.name)
        scenes.append(load_stack(stack, longest, pseudo_labels))
    return scenes


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if not p.name.startswith("."))
    except OSError as e:
        raise MefError(f"cannot be listed: {e.strerror or e}", path=folder) from e


def _pictures(folder: Path) -> tuple[Path, ...]:
    return tuple(p for p in _entries(folder) if p.suffix.lower() in READABLE)


def _scenes(folder: Path) -> list[Stack]:
    found = []
    for scene in (d for d in _entries(folder) if d.is_dir()):
        frames, label = scene_files(scene)
        found.append(Stack(scene.name, tuple(frames), label))
    return found


def _plain(folder: Path) -> list[Stack]:
    return [Stack(d.name, _pictures(d)) for d in _entries(folder) if d.is_dir()]


def _is_sice(folder: Path) -> bool:
    names = [d.name.lower() for d in _entries(folder) if d.is_dir()]
    return "label" in names and any(n.isdigit() for n in names)


def _sice(folder: Path, prefix: str = "") -> list[Stack]:
    below = [d for d in _entries(folder) if d.is_dir()]
    if not _is_sice(folder):
        return [stack for d in below if _is_sice(d) for stack in _sice(d, f"{d.name}_")]
    labels = {p.stem.lstrip("0"): p for d in below if d.name.lower() == "label" for p in _pictures(d)}
    numbered = [d for d in below if d.name.isdigit()]
    return [Stack(prefix + d.name.zfill(3), _pictures(d), labels.get(d.name.lstrip("0"))) for d in numbered]


def _ntire(folder: Path) -> list[Stack]:
    stacks: dict[str, dict[str, Path]] = {}
    for where in (folder, *(d for d in _entries(folder) if d.is_dir())):
        for path in _entries(where):
            match = _NTIRE.fullmatch(path.name)
            if match:
                name = match["scene"] or where.name
                stacks.setdefault(name, {})[match["kind"].lower()] = path
    found = []
    for name, frames in stacks.items():
        if len(frames) == 3:
            medium = frames["medium"]
            label = next(
                (p for s in (".npy", ".png") if (p := _beside(medium, "gt", s)).is_file()),
                None,
            )
            found.append(Stack(name, (frames["short"], medium, frames["long"]), label, hdr=True))
    return found


def _beside(medium: Path, kind: str, suffix: str) -> Path:
    return medium.with_name(re.sub("medium$", kind, medium.stem, flags=re.IGNORECASE) + suffix)
