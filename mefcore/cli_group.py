"""``mef group``: which files of a pile are brackets."""

from __future__ import annotations

import enum
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mefcore.names import printable

if TYPE_CHECKING:
    from mefcore.grouping import Entry, Grouping, Set

VERSION = 1
"""Of the JSON that is written; a reader should refuse a higher one."""


class Prefer(str, enum.Enum):
    raw = "raw"
    jpeg = "jpeg"


PreferFlag = Annotated[Prefer, typer.Option("--prefer", help="Which to use where RAW and JPEG are of one exposure.")]


def group(
    paths: Annotated[list[Path], typer.Argument(help="Files, and folders of them at any depth.")],
    prefer: PreferFlag = Prefer.raw,
    gap: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS", min=0.0, help="A longer pause always begins a new set.", show_default="judged by all"
        ),
    ] = None,
    count: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=64, help="Every set has so many frames.", show_default="any number"),
    ] = None,
    out: Annotated[Path | None, typer.Option("--json", help="The sets as .json.")] = None,
) -> None:
    """Find the brackets in a pile of files: print them, and write them as JSON."""
    from mefcore.cli import _watched
    from mefcore.grouping import GroupingSettings, group_files
    from mefcore.io.atomic import atomic_path, check_target

    settings = GroupingSettings(prefer.value, gap, count)
    if out is not None:
        check_target(out)
    with _watched() as job:
        found = group_files(paths, settings, job=job)
    if out is not None:
        with atomic_path(out) as temp:
            temp.write_text(json.dumps(as_json(found), indent=1) + "\n", encoding="utf-8")
    for line in lines(found):
        print(line)


def lines(found: Grouping) -> list[str]:
    """What ``mef group`` prints: one line for each bracket, then those for single and ignored files; with folders where
    there is more than one."""
    everything = [e for s in found.sets for e in s.entries] + [i.entry for i in found.ignored]
    folders = {e.path.absolute().parent for e in everything}
    common = Path(os.path.commonpath(folders)) if len(folders) > 1 else None
    told = [f"{n:>3}  {len(s)} frames  {_frames(s, common)}" for n, s in enumerate(found.brackets, 1)]
    singles = [s.entries[0] for s in found.sets if not s.is_bracket]
    if singles:
        told.append(f"     {len(singles)} single  {', '.join(_name(e, common) for e in singles)}")
    told += [f"     ignored  {_name(i.entry, common)} {printable(i.why)}" for i in found.ignored]
    sets, frames = len(found.brackets), sum(len(s) for s in found.brackets)
    brackets = "1 bracket" if sets == 1 else f"{sets} brackets"
    told.append(f"{brackets} of {frames} frames, {len(singles)} single, {len(found.ignored)} ignored")
    return told


def as_json(found: Grouping) -> dict[str, Any]:
    """The sets as plain data; EVs in stops relative to a set's middle exposure, times in seconds."""
    return {
        "version": VERSION,
        "sets": [
            {"frames": [_as_json(e) | {"ev": ev} for e, ev in zip(s.entries, s.ev, strict=True)]} for s in found.sets
        ],
        "ignored": [{"path": str(i.entry.path), "why": i.why} for i in found.ignored],
    }


def _as_json(entry: Entry) -> dict[str, Any]:
    exposure = entry.exposure
    return {
        "path": str(entry.path),
        "size": entry.size,
        "camera": entry.camera,
        "captured": entry.captured,
        "time": exposure.time,
        "f_number": exposure.f_number,
        "iso": exposure.iso,
    }


def _frames(one: Set, common: Path | None) -> str:
    """Names and exposures, each name with its folder below ``common``; the folder once where all are in one."""
    folders = {e.path.absolute().parent for e in one.entries}
    lead = ""
    if common is not None and len(folders) == 1:
        below = printable(str(folders.pop().relative_to(common)))
        lead, common = "" if below == "." else f"{below}:  ", None
    pairs = zip(one.entries, one.ev, strict=True)
    return lead + ", ".join(_name(e, common) + ("" if ev is None else f" {ev:+.1f}") for e, ev in pairs)


def _name(entry: Entry, common: Path | None) -> str:
    path = entry.path
    return printable(path.name if common is None else str(path.absolute().relative_to(common)))
