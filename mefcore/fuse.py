"""One job from files to files: what ``mef fuse`` does, and what a batch does many times."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mefcore import __version__, pipeline
from mefcore.bracket import Bracket
from mefcore.choices import Prefer, Space
from mefcore.engine import Device, Engine, select
from mefcore.errors import BracketError, MefError, WriteError
from mefcore.export import check_can_write, dtype_for, save_cube, save_image
from mefcore.finish import picks
from mefcore.io import expand, load_bracket, load_frame
from mefcore.io.atomic import atomic_path, check_target
from mefcore.job import SILENT, Job
from mefcore.limits import MIN_FRAMES
from mefcore.lut.error import LatticeError
from mefcore.lut.provenance import opacities
from mefcore.names import plain
from mefcore.prepare import Prepared, prepare, reading_of
from mefcore.recipe import Recipe, parameters
from mefcore.report import AlignmentReport, FrameReport, RefineReport, Report, Stopwatch, peak_mb, versions

if TYPE_CHECKING:
    from mefcore.align import Motion
    from mefcore.blend import WeightGrid
    from mefcore.grouping import Entry
    from mefcore.lut.grid import Lut3D


@dataclass(frozen=True)
class FuseRequest:
    """What to make of which files.

    Attributes:
        sources: frames in any order, or folders of them.
        out: the fused picture, ``.tif``, ``.png`` or ``.jpg``.
        cube: the LUT.
        base: the plain blend, 16 bits: ``cube`` applied to it gives ``out``.
        report: see :class:`~mefcore.report.Report`, as JSON.
        sidecar: the recipe as used, what refining found included; ``--recipe`` of it makes the same picture again.
        refine: optimise this bracket's own weights and LUT before the picture is made.
        match: a picture of the same scene whose look to match; implies ``refine``.
        bits: of ``out`` per channel, 8, 16 or 32 (float); by default what suits its format.
        space: colour space of ``out``; the base is always sRGB, which the LUT expects.
        prefer: which of a RAW and a JPEG of one exposure is read.
        auto: which parameters the auto look may set (:data:`mefcore.look.auto.SETS`); none, no auto look.
        grouped: the sources are the frames of one bracket, which somebody chose: nothing is left out of them.
        fresh: no output is to replace a file, though another program may write there at the same time.
    """

    sources: tuple[Path, ...]
    out: Path
    cube: Path | None = None
    base: Path | None = None
    report: Path | None = None
    sidecar: Path | None = None
    refine: bool = False
    match: Path | None = None
    recipe: Recipe = field(default_factory=Recipe)
    device: Device = "auto"
    bits: int | None = None
    space: Space = "srgb"
    prefer: Prefer = "raw"
    auto: tuple[str, ...] = ()
    grouped: bool = False
    fresh: bool = False

    @property
    def outputs(self) -> tuple[Path, ...]:
        """Every file to write."""
        return tuple(p for p in (self.out, self.base, self.cube, self.report, self.sidecar) if p is not None)


def fuse(request: FuseRequest, *, job: Job = SILENT) -> Report:
    """Read, infer, bake, apply, write.  Either every output is written whole, or none is touched.

    Raises:
        ReadError, BracketError: the frames.
        WriteError: an output, which is named; found out before the work begins where that is possible.
        TakenError: an output that was to be fresh is there.
        MefError: a device that is not there, outputs that would overwrite a frame or each other.
        ModelError: the network's weights.
        Cancelled: the job was cancelled.
    """
    given = expand(request.sources)
    files = frames_of(request, given)
    check_outputs(request, given)
    engine = select(request.device)
    watch = Stopwatch()
    with watch.stage("load"):
        bracket = load_bracket(files, reading=reading_of(request.recipe), job=job.part(0.0, 0.3))
        wanted = None if request.match is None else load_frame(request.match).pixels
    with watch.stage("prepare"):
        prepared = prepare(bracket, request.recipe, job=job.part(0.3, 0.4))
    prediction, recipe = _predict(prepared.bracket, request, wanted, engine, watch, job)
    lut, error = _bake(prediction, recipe, watch, job)
    done = _Done(prepared, prediction, recipe, lut, error)
    with ExitStack() as stack:
        # All are prepared beside their targets first and renamed together at the end.
        # The picture, which is entered last, is named first: if its name is taken, the others get none either.
        temporary = {p: stack.enter_context(atomic_path(p, fresh=request.fresh)) for p in reversed(request.outputs)}
        _write_pictures(request, done, engine, temporary, watch, job)
        if request.cube is not None:
            with watch.stage("write"), _named(request.cube, temporary[request.cube]):
                save_cube(
                    temporary[request.cube],
                    lut,
                    prepared,
                    prediction,
                    recipe,
                    title=f"Luxcube {request.out.stem}",
                    name=request.cube.name,
                    job=job.part(0.9, 1.0, "Write LUT"),
                )
        if request.sidecar is not None:
            temporary[request.sidecar].write_bytes(recipe.to_json())
        report = _report(request, done, engine, watch)
        if request.report is not None:
            temporary[request.report].write_bytes(report.to_json())
        job.progress(1.0, "Done")
    return report


@dataclass(frozen=True, eq=False)
class _Done:
    """What the outputs are made from."""

    prepared: Prepared
    prediction: pipeline.Prediction
    recipe: Recipe
    lut: Lut3D
    error: LatticeError


def frames_of(request: FuseRequest, given: Sequence[Path]) -> list[Path]:
    """The files to read of those that are given: of a RAW and a JPEG of one exposure, one.

    Raises:
        MefError: a folder holds clearly several brackets.
    """
    files = list(given)
    if request.grouped:
        return files
    stems = [f.stem.casefold() for f in files]
    folders = [p for p in request.sources if p.is_dir()]
    if len(set(stems)) == len(stems) and (not folders or len(files) < 2 * MIN_FRAMES):
        return files
    from mefcore.grouping import scan, without_twins

    kept, _ = without_twins(scan(files), request.prefer)
    if folders:
        _check_one_bracket(kept, folders[0])
    return [entry.path for entry in kept]


def _check_one_bracket(entries: Sequence[Entry], folder: Path) -> None:
    """Refuse a folder of several brackets, which together make no picture.  Files given by name are trusted."""
    from mefcore.grouping import clearly_several, look_and_group

    found, prints = look_and_group(entries)
    if len(found.brackets) > 1 and not found.ignored and clearly_several(entries, found, prints):
        raise BracketError(
            f"holds {len(found.brackets)} brackets",
            path=folder,
            hint="mef group tells which; give the files of one, or a folder of its own",
        )


def check_outputs(request: FuseRequest, files: Sequence[Path]) -> None:
    """Find every reason not to begin that can be known beforehand; ``files`` are not to be overwritten.

    Raises:
        WriteError, MefError: see :func:`fuse`.
    """
    dtype_for(request.out, request.bits)
    check_can_write(request.out)
    if request.base is not None:
        dtype_for(request.base, 16)
        check_can_write(request.base)
    for path, suffix in ((request.cube, ".cube"), (request.report, ".json"), (request.sidecar, ".json")):
        if path is None:
            continue
        if path.suffix.lower() != suffix:
            raise WriteError(f"the name does not end in {suffix}", path=path, hint=f"call it {path.stem}{suffix}")
        check_target(path)
    frames = {_identity(f) for f in (*files, *([request.match] if request.match else []))}
    seen: set[str] = set()
    for path in request.outputs:
        if _identity(path) in frames:
            raise WriteError(
                "is a frame of the bracket and would be overwritten", path=path, hint="choose another name"
            )
        if _identity(path) in seen:
            raise WriteError("two outputs have this name", path=path, hint="give each its own")
        seen.add(_identity(path))


def _identity(path: Path) -> str:
    """The same for two names of one file that exists, whatever links or letter case they go by."""
    try:
        found = path.stat()
    except OSError:
        return str(path.resolve())
    return f"{found.st_dev}:{found.st_ino}"


def _predict(
    bracket: Bracket, request: FuseRequest, wanted: np.ndarray | None, engine: Engine, watch: Stopwatch, job: Job
) -> tuple[pipeline.Prediction, Recipe]:
    with watch.stage("model"):
        job.progress(0.4, "Load model")
        from mefcore.nets.student import load_model  # imports torch; kept, so infer below finds it loaded

        load_model(engine.device)
    with watch.stage("infer"):
        job.progress(0.42, "Infer")
        thumbs = pipeline.thumbnails(bracket)
        prediction = pipeline.infer(thumbs, picks=picks(bracket.pixels), device=engine.device)
    recipe = request.recipe
    if request.refine or wanted is not None:
        from mefcore.refine import refine

        with watch.stage("refine"):
            found = refine(
                bracket.pixels,
                pipeline.refined(prediction, recipe),
                local=recipe.local > 0,
                look=wanted,
                look_name=plain(Path(request.match.name)) if request.match else "",
                device=engine.device,
                job=job.part(0.43, 0.5, "Refine"),
            )
        recipe = recipe.with_(found=found)
    if request.auto:
        from mefcore.look.auto import auto_for

        with watch.stage("auto"):
            wished = auto_for(prediction, recipe)
            recipe = recipe.with_(**{name: wished[name] for name in request.auto})
    return prediction, recipe


def _bake(prediction: pipeline.Prediction, recipe: Recipe, watch: Stopwatch, job: Job) -> tuple[Lut3D, LatticeError]:
    with watch.stage("bake"):
        lut = pipeline.bake(prediction, recipe, job=job.part(0.5, 0.55, "Bake LUT"))
    with watch.stage("measure"):
        return lut, pipeline.measure(prediction, lut, recipe)


def _write_pictures(
    request: FuseRequest, done: _Done, engine: Engine, temporary: dict[Path, Path], watch: Stopwatch, job: Job
) -> None:
    bracket = done.prepared.bracket
    metadata = bracket.frames[bracket.reference].metadata
    out_dtype = dtype_for(request.out, request.bits)
    pictures: list[tuple[Path, Lut3D | None, type[np.generic], Space, Job]]
    pictures = [(request.out, done.lut, out_dtype, request.space, job.part(0.55, 0.8, "Write picture"))]
    if request.base is not None:
        pictures.append((request.base, None, np.uint16, "srgb", job.part(0.8, 0.9, "Write base")))
    for path, applied, dtype, space, part in pictures:
        with watch.stage("apply"):
            pixels = pipeline.apply(
                bracket.pixels, done.prediction, applied, done.recipe, engine, dtype=dtype, job=part.part(0.0, 0.3)
            )
        with watch.stage("write"), _named(path, temporary[path]):
            save_image(temporary[path], pixels, metadata=metadata, space=space, job=part.part(0.3, 1.0))


@contextmanager
def _named(target: Path, temporary: Path) -> Iterator[None]:
    """Tell of the file a person asked for, not of the hidden one beside it."""
    try:
        yield
    except MefError as e:
        if e.path == str(temporary):
            e.path = str(target)
        raise


def _report(request: FuseRequest, done: _Done, engine: Engine, watch: Stopwatch) -> Report:
    bracket, recipe, found = done.prepared.bracket, done.recipe, done.recipe.found
    grid = pipeline.weights_of(done.prediction, recipe)
    named = {"out": request.out, "base": request.base, "cube": request.cube, "sidecar": request.sidecar}
    return Report(
        luxcube=__version__,
        model=done.prediction.model_id,
        frames=_frames(done, grid),
        reference=bracket.reference + 1,
        size=bracket.size,
        cropped=1 - math.prod(bracket.size) / math.prod(done.prepared.source.size),
        deghosted=None if done.prepared.ghosts is None else done.prepared.ghosts.part,
        grid=done.lut.size,
        strength=recipe.strength,
        interpolation=recipe.interpolation,
        mode="global" if grid.uniform else "local",
        local=recipe.local,
        refined=None if found is None else RefineReport(found.before, found.after, found.nearer, found.look),
        look=looks(recipe),
        auto={k: v for k in request.auto if (v := getattr(recipe, k))} if request.auto else None,
        bits=8 * np.dtype(dtype_for(request.out, request.bits)).itemsize,
        device=engine.device,
        engine=engine.name,
        lut_error={"mean": done.error.mean, "max": done.error.max},
        milliseconds={**watch.wall, "total": round(sum(watch.wall.values()), 1)},
        cpu_milliseconds={**watch.cpu, "total": round(sum(watch.cpu.values()), 1)},
        peak_mb=peak_mb(),
        outputs={k: plain(p) for k, p in named.items() if p is not None},
        versions=versions("numpy", "torch", "opencv-python-headless"),
    )


def looks(recipe: Recipe) -> dict[str, Any]:
    """The edits of a recipe that are not at their defaults, as plain data."""
    changed = {p: v for p in parameters() if p.look and (v := getattr(recipe, p.name)) != p.default}
    return {p.name: plain(p.text(v)) if p.kind == "embedded" else v for p, v in changed.items()}


def _frames(done: _Done, grid: WeightGrid) -> list[FrameReport]:
    prepared, bracket = done.prepared, done.prepared.bracket
    weights = pipeline.mean_weights(done.prediction, grid).tolist()
    layers = opacities(weights) if grid.uniform and not prepared.changed else [None] * len(weights)
    motions: list[Motion | None] = [None] * len(weights)
    if prepared.alignment is not None:
        left = prepared.recipe.unaligned
        motions = [None if k in left else motion for k, motion in enumerate(prepared.alignment.motions, 1)]
    shares: Sequence[float | None]
    shares = [None] * len(weights) if prepared.ghosts is None else prepared.ghosts.shares
    size = prepared.source.size
    return [
        FrameReport(
            plain(frame.path),
            ev,
            weight,
            opacity,
            None if motion is None else AlignmentReport(motion.kind, motion.offset(size), motion.confidence),
            share,
        )
        for frame, ev, weight, opacity, motion, share in zip(
            bracket.frames, bracket.ev, weights, layers, motions, shares, strict=True
        )
    ]
