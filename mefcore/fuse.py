"""One job from files to files: what ``mef fuse`` does, and what a batch does many times."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from mefcore import __version__, pipeline
from mefcore.bracket import Bracket
from mefcore.engine import Device, Engine, select
from mefcore.errors import MefError, WriteError
from mefcore.export import check_can_write, dtype_for, save_cube, save_image
from mefcore.io import expand, load_bracket, load_frame
from mefcore.io.atomic import atomic_path, check_target
from mefcore.job import SILENT, Job
from mefcore.lut.error import LatticeError
from mefcore.lut.provenance import opacities
from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from mefcore.lut.grid import Lut3D


@dataclass(frozen=True)
class FuseRequest:
    """What to make of which files.

    Attributes:
        sources: frames in any order, or folders of them.
        out: the fused picture, ``.tif``, ``.png`` or ``.jpg``.
        cube: the LUT.
        base: the plain blend, 16 bits: ``cube`` applied to it gives ``out``.
        report: see :class:`Report`, as JSON.
        sidecar: the recipe as used, what refining found included; ``--recipe`` of it makes the same picture again.
        refine: optimise this bracket's own weights and LUT before the picture is made.
        match: a picture of the same scene whose look to match; implies ``refine``.
        bits: of ``out`` per channel, 8, 16 or 32 (float); by default what suits its format.
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

    @property
    def outputs(self) -> tuple[Path, ...]:
        """Every file to write."""
        return tuple(p for p in (self.out, self.base, self.cube, self.report, self.sidecar) if p is not None)


class FrameReport(msgspec.Struct, frozen=True):
    """A frame's part.

    Attributes:
        ev: in stops from the reference frame.
        weight: everywhere, or with local weights their mean over the picture.
        opacity: as a layer over those before it; None where weights are local, which no opacity can say.
    """

    path: str
    ev: float | None
    weight: float
    opacity: float | None


class RefineReport(msgspec.Struct, frozen=True):
    """What refining did to its objective (lower is better), by how many percent that is nearer to what it was after,
    and the name of the picture that was matched, if any."""

    before: float
    after: float
    nearer: int
    look: str = ""


class Report(msgspec.Struct, frozen=True):
    """What was done, as written by ``--report``; fields are added, never renamed.

    Attributes:
        frames: dark to bright.
        mode: ``global``, or ``local`` where weights follow place and brightness.
        local: how much they do, 0…1.
        refined: None if nothing was refined.
        size: width and height in pixels.
        milliseconds, cpu_milliseconds: per stage; time on the clock, and of all cores together.
        peak_mb: largest resident memory of the process so far, in MB (10⁶ bytes); None where the system does not say.
        lut_error: ``mean`` and ``max`` ΔE2000 between the lattice and the continuous LUT.
    """

    luxcube: str
    model: str
    frames: list[FrameReport]
    size: tuple[int, int]
    grid: int
    strength: float
    interpolation: str
    mode: str
    local: float
    refined: RefineReport | None
    bits: int
    device: str
    engine: str
    lut_error: dict[str, float]
    milliseconds: dict[str, float]
    cpu_milliseconds: dict[str, float]
    peak_mb: float | None
    outputs: dict[str, str]
    versions: dict[str, str]

    def to_json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


class Stopwatch:
    """Milliseconds of named stages, on the clock and on the CPU."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside the block to ``name``."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall[name] = round(self.wall.get(name, 0.0) + 1e3 * (time.perf_counter() - wall), 1)
        self.cpu[name] = round(self.cpu.get(name, 0.0) + 1e3 * (time.process_time() - cpu), 1)


def fuse(request: FuseRequest, *, job: Job = SILENT) -> Report:
    """Read, infer, bake, apply, write.  Either every output is written whole, or none is touched.

    Raises:
        ReadError, BracketError: the frames.
        WriteError: an output, which is named; found out before the work begins where that is possible.
        MefError: a device that is not there, outputs that would overwrite a frame or each other.
        ModelError: the network's weights.
        Cancelled: the job was cancelled.
    """
    files = frames_of(request)
    check_outputs(request, files)
    engine = select(request.device)
    watch = Stopwatch()
    with watch.stage("load"):
        bracket = load_bracket(files, job=job.part(0.0, 0.4))
        wanted = None if request.match is None else load_frame(request.match).pixels
    prediction, recipe = _predict(bracket, request, wanted, engine, watch, job)
    lut, error = _bake(prediction, recipe, watch, job)
    done = _Done(bracket, prediction, recipe, lut, error)
    with ExitStack() as stack:
        # All are prepared beside their targets first and renamed together at the end.
        temporary = {p: stack.enter_context(atomic_path(p)) for p in request.outputs}
        _write_pictures(request, done, engine, temporary, watch, job)
        if request.cube is not None:
            with watch.stage("write"), _named(request.cube, temporary[request.cube]):
                save_cube(
                    temporary[request.cube],
                    lut,
                    bracket,
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

    bracket: Bracket
    prediction: pipeline.Prediction
    recipe: Recipe
    lut: Lut3D
    error: LatticeError


def frames_of(request: FuseRequest) -> list[Path]:
    """The files to read; of a folder, not those that an earlier run of the same job left there.

    Raises:
        MefError: a folder holds no picture.
    """
    outputs = {_identity(p) for p in request.outputs}
    named = {_identity(p) for p in request.sources if not p.is_dir()}
    return [f for f in expand(request.sources) if _identity(f) in named or _identity(f) not in outputs]


def check_outputs(request: FuseRequest, files: Sequence[Path]) -> None:
    """Find every reason not to begin that can be known beforehand.

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
        prediction = pipeline.infer(pipeline.thumbnails(bracket), device=engine.device)
    recipe = request.recipe
    if request.refine or wanted is not None:
        from mefcore.refine import refine

        with watch.stage("refine"):
            found = refine(
                bracket.pixels,
                pipeline.refined(prediction, recipe),
                local=recipe.local > 0,
                look=wanted,
                look_name=_text(Path(request.match.name)) if request.match else "",
                device=engine.device,
                job=job.part(0.43, 0.5, "Refine"),
            )
        recipe = recipe.with_(found=found)
    return prediction, recipe


def _bake(prediction: pipeline.Prediction, recipe: Recipe, watch: Stopwatch, job: Job) -> tuple[Lut3D, LatticeError]:
    with watch.stage("bake"):
        lut = pipeline.bake(prediction, recipe, job=job.part(0.5, 0.55, "Bake LUT"))
    with watch.stage("measure"):
        return lut, pipeline.measure(prediction, lut, recipe)


def _write_pictures(
    request: FuseRequest, done: _Done, engine: Engine, temporary: dict[Path, Path], watch: Stopwatch, job: Job
) -> None:
    bracket = done.bracket
    metadata = bracket.frames[bracket.reference].metadata
    pictures: list[tuple[Path, Lut3D | None, type[np.generic], Job]]
    pictures = [(request.out, done.lut, dtype_for(request.out, request.bits), job.part(0.55, 0.8, "Write picture"))]
    if request.base is not None:
        pictures.append((request.base, None, np.uint16, job.part(0.8, 0.9, "Write base")))
    for path, applied, dtype, part in pictures:
        with watch.stage("apply"):
            pixels = pipeline.apply(
                bracket.pixels, done.prediction, applied, done.recipe, engine, dtype=dtype, job=part.part(0.0, 0.3)
            )
        with watch.stage("write"), _named(path, temporary[path]):
            save_image(temporary[path], pixels, metadata=metadata, job=part.part(0.3, 1.0))


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
    bracket, recipe, found = done.bracket, done.recipe, done.recipe.found
    grid = pipeline.weights_of(done.prediction, recipe)
    weights = pipeline.mean_weights(done.prediction, grid).tolist()
    layers = opacities(weights) if grid.uniform else [None] * len(weights)
    rows = zip(bracket.frames, bracket.ev, weights, layers, strict=True)
    named = {"out": request.out, "base": request.base, "cube": request.cube, "sidecar": request.sidecar}
    return Report(
        luxcube=__version__,
        model=done.prediction.model_id,
        frames=[FrameReport(_text(f.path), ev, w, o) for f, ev, w, o in rows],
        size=bracket.size,
        grid=done.lut.size,
        strength=recipe.strength,
        interpolation=recipe.interpolation,
        mode="global" if grid.uniform else "local",
        local=recipe.local,
        refined=None if found is None else RefineReport(found.before, found.after, found.nearer, found.look),
        bits=8 * np.dtype(dtype_for(request.out, request.bits)).itemsize,
        device=engine.device,
        engine=engine.name,
        lut_error={"mean": done.error.mean, "max": done.error.max},
        milliseconds={**watch.wall, "total": round(sum(watch.wall.values()), 1)},
        cpu_milliseconds={**watch.cpu, "total": round(sum(watch.cpu.values()), 1)},
        peak_mb=peak_mb(),
        outputs={k: _text(p) for k, p in named.items() if p is not None},
        versions=versions("numpy", "torch", "opencv-python-headless"),
    )


def _text(path: Path) -> str:
    """A path JSON can hold: bytes of a name that are not UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def versions(*distributions: str) -> dict[str, str]:
    """Installed versions, Python's first, without importing anything; ``missing`` where there is none."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in distributions:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "missing"
    return found


def peak_mb() -> float | None:
    """Largest resident memory of this process so far, in MB (10⁶ bytes); None where the system does not say."""
    try:
        # getrusage counts what the parent held when it started us; this does not.
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) * 1024 / 1e6, 1)
    except OSError:
        pass
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)
