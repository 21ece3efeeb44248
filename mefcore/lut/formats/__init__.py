"""LUT files of every kind: :data:`FORMATS` lists them, :func:`write_lut` and :func:`open_lut` deal with all.

What is written is clamped to ``[0, 1]``, finite, and appears whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

import numpy as np

from mefcore.errors import LutError
from mefcore.io.checks import is_file, unreadable
from mefcore.job import SILENT, Job
from mefcore.lut.formats.cube import read_cube, write_cube
from mefcore.lut.formats.ocio import LARGEST, read_through, write_3dl, write_clf, write_csp
from mefcore.lut.formats.pictures import LEVELS, OBS_SIZE, PNG, read_picture, write_hald, write_obs
from mefcore.lut.formats.shaper import Shaped, fitted, write_shaped
from mefcore.lut.formats.source import Lattice, Source, finite, sampled
from mefcore.lut.grid import Lut3D, lattice

__all__ = ["FORMATS", "READABLE", "Lattice", "LutFile", "LutFormat", "Source", "format_of", "open_lut", "read_lut"]
__all__ += ["on_unit_domain", "write_lut"]

ANY_SIZE = tuple(range(2, LARGEST + 1))


@dataclass(frozen=True)
class LutFormat:
    """A kind of LUT file that Luxcube writes.

    Attributes:
        name: what the command line and :mod:`mefcore.lut.targets` call it.
        label: what a person calls it.
        suffix: of a file's name, lower case.
        sizes: points per axis it takes, rising.
        step: the smallest difference it can tell, in parts of 1.
        writer: ``(path, lut, *, title, comments, job)``.
    """

    name: str
    label: str
    suffix: str
    sizes: tuple[int, ...]
    step: float
    writer: Callable[..., None]


FORMATS = (
    LutFormat("cube", "Cube LUT", ".cube", ANY_SIZE, 1e-6, write_cube),
    LutFormat("3dl", "Flame 3D LUT", ".3dl", (17, 32, 33, 64, 65), 1 / 4095, write_3dl),
    LutFormat("hald", "HaldCLUT picture", ".png", tuple(level**2 for level in LEVELS), 1 / 65535, write_hald),
    LutFormat("clf", "Common LUT Format", ".clf", ANY_SIZE, 1e-7, write_clf),
    LutFormat("csp", "Cinespace LUT", ".csp", ANY_SIZE, 1e-6, write_csp),
    LutFormat("obs", "OBS picture", ".png", (OBS_SIZE,), 1 / 255, write_obs),
)
READABLE = (".cube", ".3dl", ".clf", ".ctf", ".csp", ".look", ".spi3d", ".png")
"""Suffixes of LUT files that are read; which kind a file is, its content says."""


@dataclass(frozen=True, eq=False)
class LutFile:
    """A LUT that was read.

    Attributes:
        lut: as the file has it; its domain may be other than 0 … 1.
        kind: ``"cube"``, ``"hald"`` and so on; ``"ocio"`` for what only OpenColorIO knew how to read.
        error: the largest error of turning what the file holds into one 3D LUT, in parts of 1; 0 where it is one.
        parts: what the file holds, in the order in which colours go through it; empty where it is one 3D LUT.
    """

    lut: Lut3D
    kind: str
    error: float = 0.0
    parts: tuple[str, ...] = ()


def format_of(path: Path, name: str | None = None) -> LutFormat:
    """The format called ``name``, or the one that a file's suffix says; ``.png`` is a HaldCLUT.

    Raises:
        LutError: there is no such format.
    """
    suffix = path.suffix.lower()
    for known in FORMATS:
        if known.name == name or (name is None and known.suffix == suffix):
            return known
    if name is not None:
        raise LutError(f"{name} is no LUT format", hint="choose " + ", ".join(f.name for f in FORMATS))
    suffixes = ", ".join(dict.fromkeys(f.suffix for f in FORMATS))
    raise LutError("the name does not say which kind of LUT to write", path=path, hint=f"end it in {suffixes}")


def write_lut(
    path: Path,
    source: Source,
    *,
    size: int,
    format: str | None = None,
    title: str = "",
    comments: Sequence[str] = (),
    shaped_comments: Sequence[str] | None = None,
    shaper: bool = False,
    job: Job = SILENT,
) -> Lut3D | Shaped:
    """Sample ``source`` at its nodes and write it atomically.

    Args:
        size: points per axis; one that the format takes.
        format: its name; by default what the suffix of ``path`` says.
        title, comments: for formats that hold text.
        shaped_comments: instead of ``comments`` where the file gets a shaper; None for the same.
        shaper: put a 1D LUT before the 3D one (``.cube`` only) where that lowers the error.

    Returns:
        What was written, before rounding.

    Raises:
        LutError: no such format or size, or a source without a finite value at a node.
        WriteError: the file cannot be written.
        MefError: the format needs OpenColorIO, and it is not installed.
        Cancelled: the job was cancelled.
    """
    kind = format_of(path, format)
    if size not in kind.sizes:
        near = sorted(sorted(kind.sizes, key=lambda n: abs(n - size))[:3])
        choices = " or ".join(str(n) for n in near)
        raise LutError(f"a {kind.label} cannot have {size} points per axis", path=path, hint=f"choose {choices}")
    if shaper and kind.name != "cube":
        raise LutError(f"a {kind.label} has no shaper", path=path, hint="choose .cube, or leave the shaper out")
    shaped = fitted(source, size, job=job.part(0.0, 0.6)) if shaper else None
    if shaped is not None:
        lines = comments if shaped_comments is None else shaped_comments
        write_shaped(path, shaped, title=title, comments=lines, job=job.part(0.6, 1.0))
        return shaped
    lut = sampled(source, size, job=job.part(0.0, 0.6))
    kind.writer(path, lut, title=title, comments=comments, job=job.part(0.6, 1.0))
    return lut


def open_lut(path: Path, *, trusted: bool = False) -> LutFile:
    """Read a LUT file of any kind in :data:`READABLE`.

    A ``.cube`` with a 1D shaper, a 1D LUT, and what else only OpenColorIO reads become one 3D LUT of 65 or 129 points
    per axis; ``error`` says what that costs.

    Args:
        trusted: we wrote the file ourselves.

    Raises:
        LutError, ReadError: no LUT, damaged, or with values that are not finite.
        MefError: OpenColorIO is needed and not installed.
    """
    path = Path(path)
    try:
        if not is_file(path):
            raise LutError("is no file", path=path, hint="choose a LUT, not a folder or a device")
        with path.open("rb") as file:
            start = file.read(1 << 16)
        if start.startswith(PNG):
            lut, kind = read_picture(path)
            return LutFile(lut, kind)
        if path.suffix.lower() == ".cube" and b"LUT_1D_" not in start.upper():
            return LutFile(read_cube(path), "cube")
        if path.suffix.lower() not in READABLE:
            _unknown(path)
        lut, error, parts = read_through(path, trusted=trusted)
        finite(lut, path)
        if path.suffix.lower() == ".cube" and not lut.title:
            lut = replace(lut, title=_title(start))
        return LutFile(lut, path.suffix.lower().lstrip("."), error, parts)
    except OSError as e:
        raise unreadable(path, e) from e


def _title(start: bytes) -> str:
    """The title in the head of a ``.cube``; in one with a shaper, ours stands in a comment."""
    found = re.search(rb'^(?:# )?TITLE[ \t]+"([^"\r\n]*)"', start, re.MULTILINE)
    return "" if found is None else found[1].decode("utf-8", "replace")


def read_lut(path: Path) -> Lut3D:
    """The LUT in a file of any kind; see :func:`open_lut`."""
    return open_lut(path).lut


def on_unit_domain(lut: Lut3D, interpolation: str = "tetrahedral") -> Lut3D:
    """``lut`` over 0 … 1: itself, or sampled there anew where its domain is another."""
    if lut.unit_domain:
        return lut
    return Lut3D(lut.evaluate(lattice(max(lut.size, 33)), interpolation).astype(np.float32), title=lut.title)


def _unknown(path: Path) -> NoReturn:
    raise LutError("is not a LUT that Luxcube reads", path=path, hint="choose " + ", ".join(READABLE))
