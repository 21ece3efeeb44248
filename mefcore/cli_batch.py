"""``mef batch``: every bracket of a folder, fused."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from mefcore.batch import FIELDS, MAX_WORKERS, PATTERN, BatchJob, BatchResult, Existing, Naming, Source, out_of_room
from mefcore.cli_flags import SRGB, BitsFlag, Device, DeviceFlag, ModeFlag, SettingsFlag, SpaceFlag
from mefcore.cli_group import Prefer, PreferFlag
from mefcore.errors import BracketError, Cancelled, MefError
from mefcore.names import plain, printable

if TYPE_CHECKING:
    from mefcore.grouping import Grouping, Set
    from mefcore.job import Job
    from mefcore.recipe import Recipe

VERSION = 1
"""Of the JSON that is written; a reader should refuse a higher one."""

Frames = tuple[Path, ...]
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
    rejected: Annotated[
        bool, typer.Option("--rejected", help="With --sidecars: the sets that were rejected in the window, too.")
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
    from mefcore.io.atomic import atomic_path, check_place, check_target
    from mefcore.threads import share_the_cores

    share_the_cores()
    if rejected and not sidecars:
        raise MefError("--rejected means nothing without --sidecars", hint="sidecars say which sets were rejected")
    naming = Naming(out, name, f".{format.value}")
    dtype_for(out / f"x.{format.value}", bits)
    check_place(out)
    if report is not None:
        check_target(report)
    flags = _with_mode(mode, given) | _settings(settings or ())
    default = _recipe(recipe, flags)
    results: list[BatchResult] = []
    stopped = False
    with _watched() as job:
        found = group_files(paths, GroupingSettings(prefer.value, None, count), job=job.part(0.0, 0.1))
        if not found.brackets:
            raise BracketError(
                f"no two of these {len(found.entries)} files are of one bracket", hint="mef group tells why"
            )
        kept = _kept(found.brackets, default, flags) if sidecars else _Kept()
        left = frozenset() if rejected else kept.rejected
        wanted = [s for s in found.brackets if s.paths not in left]
        sources = [Source(s.paths, kept.recipes.get(s.paths, default), s.entries[0].captured) for s in wanted]
        planned = plan(
            sources,
            naming,
            cube=cube,
            existing=existing.value,
            space=space.value,
            bits=bits,
            protected=[e.path for e in found.entries],
        )
        try:
            _run(run, planned, kept.bad, device, jobs, job.part(0.1, 1.0), results)
        except Cancelled:
            stopped = True
    rejects = [s for s in found.brackets if s.paths in left]
    if report is not None:
        with atomic_path(report) as temp:
            told = as_json(planned, results, found, rejects)
            temp.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(summary(planned, results, found, rejects))
    if stopped:
        raise Cancelled
    if any(r.error for r in results) or len(results) < len(planned):
        raise typer.Exit(2)


def _run(
    run: Callable[..., list[BatchResult]],
    planned: Sequence[BatchJob],
    bad: Mapping[tuple[Path, ...], MefError],
    device: Device,
    workers: int,
    job: Job,
    results: list[BatchResult],
) -> None:
    """Appends to ``results`` as sets are done; one whose sidecar is damaged is not fused as if it had none."""
    numbers = {id(wanted): number for number, wanted in enumerate(planned, 1)}

    def tell(_: int, result: BatchResult) -> None:
        results.append(result)
        print(line(numbers[id(result.job)], result), flush=True)

    for wanted in planned:
        if wanted.sources in bad:
            tell(0, BatchResult(wanted, error=bad[wanted.sources]))
    rest = [wanted for wanted in planned if wanted.sources not in bad]
    run(rest, device=device.value, workers=workers, job=job, told=tell)


@dataclass(frozen=True)
class _Kept:
    """What was kept with the frames of sets, by those: recipes, what is wrong with some, and which were rejected."""

    recipes: Mapping[Frames, Recipe] = field(default_factory=dict)
    bad: Mapping[Frames, MefError] = field(default_factory=dict)
    rejected: frozenset[Frames] = frozenset()


def _kept(brackets: Sequence[Set], default: Recipe, flags: dict[str, Any]) -> _Kept:
    """Recipes have the flags on top."""
    from mefcore.keeping import kept_state

    values = {k: v.value if isinstance(v, enum.Enum) else v for k, v in flags.items() if v is not None}
    recipes: dict[Frames, Recipe] = {}
    bad: dict[Frames, MefError] = {}
    rejected = set()
    for one in brackets:
        try:
            state = kept_state(one.paths)
            kept = None if state is None else state.recipe
            recipes[one.paths] = default if kept is None else kept.with_(**values)
            if state is not None and state.rejected:
                rejected.add(one.paths)
        except MefError as e:
            bad[one.paths] = e
    return _Kept(recipes, bad, frozenset(rejected))


def line(number: int, result: BatchResult) -> str:
    """What is printed of one set."""
    frames = f"{number:>3}  {len(result.job.sources)} frames"
    if result.error is not None:
        return f"{frames}  failed: {result.error}"
    if result.report is None:
        return f"{frames}  {printable(result.job.out.name)} is there already"
    size = "×".join(map(str, result.report.size))
    return f"{frames}  {printable(result.outputs[0].name)}  {size}  {result.seconds:.1f} s"


def summary(
    planned: Sequence[BatchJob], results: Sequence[BatchResult], found: Grouping, rejected: Sequence[Set] = ()
) -> str:
    """The last line: ``38 fused, 2 failed``."""
    failed, skipped = sum(r.error is not None for r in results), sum(r.skipped for r in results)
    told = [f"{len(results) - failed - skipped} fused"]
    told += [f"{failed} failed"] if failed else []
    told += [f"{skipped} there already"] if skipped else []
    left = len(planned) - len(results)
    if left:
        full = any(r.error is not None and out_of_room(r.error) for r in results)
        told.append(f"{left} not begun{' because the disk is full' if full else ''}")
    told += [f"{len(rejected)} rejected left out"] if rejected else []
    singles = [s for s in found.sets if not s.is_bracket]
    told += [f"{len(singles)} single left out"] if singles else []
    told += [f"{len(found.ignored)} ignored"] if found.ignored else []
    return ", ".join(told)


def as_json(
    planned: Sequence[BatchJob], results: Sequence[BatchResult], found: Grouping, rejected: Sequence[Set] = ()
) -> dict[str, Any]:
    """What was done, as plain data; a set that was not begun has the state ``waiting``."""
    by_job = {id(r.job): r for r in results}
    return {
        "version": VERSION,
        "sets": [_as_json(job, by_job.get(id(job))) for job in planned],
        "rejected": [[plain(p) for p in s.paths] for s in rejected],
        "single": [plain(p) for s in found.sets if not s.is_bracket for p in s.paths],
        "ignored": [{"path": plain(i.entry.path), "why": i.why} for i in found.ignored],
    }


def _as_json(job: BatchJob, result: BatchResult | None) -> dict[str, Any]:
    told: dict[str, Any] = {"frames": [plain(p) for p in job.sources], "state": "waiting", "outputs": [], "error": ""}
    if result is None:
        return told
    told["outputs"] = [plain(p) for p in result.outputs]
    told["seconds"] = round(result.seconds, 3)
    told["state"] = "failed" if result.error else "skipped" if result.report is None else "done"
    if result.error is not None:
        told["error"] = str(result.error)
    if result.report is not None:
        told["size"] = list(result.report.size)
    return told
