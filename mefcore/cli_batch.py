"""``mef batch``: every bracket of a folder, fused."""

from __future__ import annotations

import enum
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from mefcore.batch import FIELDS, MAX_WORKERS, PATTERN, BatchJob, BatchResult, Existing, Naming, Source, out_of_room
from mefcore.cli_flags import SRGB, BitsFlag, Device, DeviceFlag, ModeFlag, SettingsFlag, SpaceFlag
from mefcore.cli_group import Prefer, PreferFlag
from mefcore.errors import BracketError, MefError

if TYPE_CHECKING:
    from mefcore.grouping import Grouping, Set
    from mefcore.job import Job
    from mefcore.recipe import Recipe

VERSION = 1
"""Of the JSON that is written; a reader should refuse a higher one."""

_Existing = enum.Enum("_Existing", {name: name for name in get_args(Existing)}, type=str)  # type: ignore[misc]
_NUMBER = _Existing("number")


class _Format(str, enum.Enum):
    tif = "tif"
    png = "png"
    jpg = "jpg"


def batch(
    paths: Annotated[list[Path], typer.Argument(help="Files, and folders of them at any depth.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the pictures; made where it is missing.")],
    format: Annotated[_Format, typer.Option("--format", help="Of the pictures.")] = _Format.tif,
    cube: Annotated[bool, typer.Option("--cube", help="Also the LUT of each, as a .cube beside it.")] = False,
    name: Annotated[
        str, typer.Option("--name", metavar="PATTERN", help=f"With {', '.join(f'{{{f}}}' for f in FIELDS)} in it.")
    ] = PATTERN,
    existing: Annotated[
        _Existing, typer.Option("--existing", help="Where a picture of that name is there already.")
    ] = _NUMBER,
    recipe: Annotated[Path | None, typer.Option(help="A recipe; flags given here win over it.")] = None,
    sidecars: Annotated[
        bool, typer.Option("--sidecars", help="Each with the recipe that was kept with its frames, where there is one.")
    ] = False,
    mode: ModeFlag = None,
    settings: SettingsFlag = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=MAX_WORKERS, help="So many brackets at a time.")] = 1,
    count: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=64, help="Every set has so many frames.", show_default="any number"),
    ] = None,
    report: Annotated[Path | None, typer.Option("--json", help="What was done, as .json.")] = None,
    device: DeviceFlag = Device.auto,
    bits: BitsFlag = None,
    space: SpaceFlag = SRGB,
    prefer: PreferFlag = Prefer.raw,
    **given: Any,
) -> None:
    """Find the brackets in a pile of files and fuse every one; one that fails does not stop the others."""
    from mefcore.batch import plan, run
    from mefcore.cli import _recipe, _settings, _watched, _with_mode
    from mefcore.export import dtype_for
    from mefcore.grouping import GroupingSettings, group_files
    from mefcore.io.atomic import atomic_path, check_target
    from mefcore.threads import share_the_cores

    share_the_cores()
    naming = Naming(out, name, f".{format.value}")
    dtype_for(out / f"x.{format.value}", bits)
    if report is not None:
        check_target(report)
    flags = _with_mode(mode, given) | _settings(settings or ())
    default = _recipe(recipe, flags)
    with _watched() as job:
        found = group_files(paths, GroupingSettings(prefer.value, None, count), job=job.part(0.0, 0.1))
        if not found.brackets:
            raise BracketError(
                f"no two of these {len(found.entries)} files are of one bracket", hint="mef group tells why"
            )
        recipes, bad = _kept(found.brackets, default, flags) if sidecars else ({}, {})
        sources = [Source(s.paths, recipes.get(s.paths, default), s.entries[0].captured) for s in found.brackets]
        planned = plan(
            sources,
            naming,
            cube=cube,
            existing=existing.value,
            space=space.value,
            bits=bits,
            protected=[e.path for e in found.entries],
        )
        results = _run(run, planned, bad, device, jobs, job.part(0.1, 1.0))
    if report is not None:
        with atomic_path(report) as temp:
            temp.write_text(json.dumps(as_json(planned, results, found), indent=1) + "\n", encoding="utf-8")
    print(summary(planned, results, found))
    if any(r.error for r in results) or len(results) < len(planned):
        raise typer.Exit(2)


def _run(
    run: Callable[..., list[BatchResult]],
    planned: Sequence[BatchJob],
    bad: Mapping[tuple[Path, ...], MefError],
    device: Device,
    workers: int,
    job: Job,
) -> list[BatchResult]:
    """Results in the order of the sets; one whose sidecar is damaged is not fused as if it had none."""
    failed = [BatchResult(wanted, error=bad[wanted.sources]) for wanted in planned if wanted.sources in bad]
    numbers = {id(wanted): number for number, wanted in enumerate(planned, 1)}

    def tell(_: int, result: BatchResult) -> None:
        print(line(numbers[id(result.job)], result), flush=True)

    for result in failed:
        tell(0, result)
    rest = [wanted for wanted in planned if wanted.sources not in bad]
    done = run(rest, device=device.value, workers=workers, job=job, told=tell)
    return sorted((*failed, *done), key=lambda result: numbers[id(result.job)])


def _kept(
    brackets: Sequence[Set], default: Recipe, flags: dict[str, Any]
) -> tuple[dict[tuple[Path, ...], Recipe], dict[tuple[Path, ...], MefError]]:
    """The recipes that were kept with the frames, with the flags on top; and what is wrong with those that cannot be
    read."""
    from mefcore.keeping import kept_recipe

    values = {k: v.value if isinstance(v, enum.Enum) else v for k, v in flags.items() if v is not None}
    recipes, bad = {}, {}
    for one in brackets:
        try:
            kept = kept_recipe(one.paths)
            recipes[one.paths] = default if kept is None else kept.with_(**values)
        except MefError as e:
            bad[one.paths] = e
    return recipes, bad


def line(number: int, result: BatchResult) -> str:
    """What is printed of one set."""
    frames = f"{number:>3}  {len(result.job.sources)} frames"
    if result.error is not None:
        return f"{frames}  failed: {result.error}"
    if result.report is None:
        return f"{frames}  {_printable(result.job.out.name)} is there already"
    size = "×".join(map(str, result.report.size))
    return f"{frames}  {_printable(result.outputs[0].name)}  {size}  {result.seconds:.1f} s"


def summary(planned: Sequence[BatchJob], results: Sequence[BatchResult], found: Grouping) -> str:
    """The last line: ``38 fused, 2 failed``."""
    failed, skipped = sum(r.error is not None for r in results), sum(r.skipped for r in results)
    told = [f"{len(results) - failed - skipped} fused"]
    told += [f"{failed} failed"] if failed else []
    told += [f"{skipped} there already"] if skipped else []
    left = len(planned) - len(results)
    if left:
        full = any(r.error is not None and out_of_room(r.error) for r in results)
        told.append(f"{left} not begun{' because the disk is full' if full else ''}")
    singles = [s for s in found.sets if not s.is_bracket]
    told += [f"{len(singles)} single left out"] if singles else []
    told += [f"{len(found.ignored)} ignored"] if found.ignored else []
    return ", ".join(told)


def as_json(planned: Sequence[BatchJob], results: Sequence[BatchResult], found: Grouping) -> dict[str, Any]:
    """What was done, as plain data; a set that was not begun has the state ``waiting``."""
    by_job = {id(r.job): r for r in results}
    return {
        "version": VERSION,
        "sets": [_as_json(job, by_job.get(id(job))) for job in planned],
        "single": [_text(p) for s in found.sets if not s.is_bracket for p in s.paths],
        "ignored": [{"path": _text(i.entry.path), "why": i.why} for i in found.ignored],
    }


def _as_json(job: BatchJob, result: BatchResult | None) -> dict[str, Any]:
    told: dict[str, Any] = {"frames": [_text(p) for p in job.sources], "state": "waiting", "outputs": [], "error": ""}
    if result is None:
        return told
    told["outputs"] = [_text(p) for p in result.outputs]
    told["seconds"] = round(result.seconds, 3)
    told["state"] = "failed" if result.error else "skipped" if result.report is None else "done"
    if result.error is not None:
        told["error"] = str(result.error)
    if result.report is not None:
        told["size"] = list(result.report.size)
    return told


def _text(path: Path) -> str:
    """A path JSON can hold: bytes of a name that are not UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)
