"""``mef lut``: LUT files in and out, and folders that make a picture again anywhere."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mefcore.cli_flags import BitsFlag, Device, DeviceFlag, SettingsFlag
from mefcore.errors import MefError
from mefcore.names import printable

if TYPE_CHECKING:
    import numpy as np

    from mefcore.lut.formats import LutFile, LutFormat

lut = typer.Typer(name="lut", help="LUT files in and out.", no_args_is_help=True, rich_markup_mode=None)


class Interpolation(str, enum.Enum):
    trilinear = "trilinear"
    tetrahedral = "tetrahedral"


LutArgument = Annotated[Path, typer.Argument(metavar="LUT", help="A .cube, .3dl, .clf, .csp or HaldCLUT .png.")]
InterpolationFlag = Annotated[
    Interpolation, typer.Option("--interpolation", help="How colours between lattice points are found.")
]

OutFlag = Annotated[Path | None, typer.Option("-o", "--out", help="The same, as other commands have it.")]


@lut.command()
def info(file: LutArgument) -> None:
    """Tell what a LUT file holds."""
    import numpy as np

    from mefcore.lut.formats import open_lut

    found = open_lut(file)
    table = found.lut.table
    held = ", then ".join(found.parts) or f"{found.lut.size} points per axis"
    print(f"{file}  {found.kind}  {held}  {file.stat().st_size} bytes")
    if found.lut.title:
        print(f"title: {printable(found.lut.title)}")
    if not found.lut.unit_domain:
        low, high = found.lut.domain_min, found.lut.domain_max
        print(f"domain: {' '.join(f'{v:g}' for v in low)} to {' '.join(f'{v:g}' for v in high)}")
    print(f"values: {table.min():.6f} to {table.max():.6f}")
    outside = float(np.mean((table < -1e-6) | (table > 1 + 1e-6)))
    if outside:
        print(f"outside 0 to 1: {100 * outside:.2f} %")
    _say_resampled(found)


@lut.command()
def convert(
    file: LutArgument,
    out: Annotated[Path | None, typer.Argument(help="The new file; its suffix says which kind.")] = None,
    size: Annotated[int | None, typer.Option(min=2, max=144, help="Points per axis.", show_default="as it is")] = None,
    kind: Annotated[
        str | None, typer.Option("--format", help="cube, 3dl, hald, clf, csp or obs.", show_default="by suffix")
    ] = None,
    interpolation: InterpolationFlag = Interpolation.tetrahedral,
    out_flag: OutFlag = None,
) -> None:
    """Write a LUT in another format or size; values are clamped to 0 to 1."""
    from mefcore.cli import _watched
    from mefcore.lut.formats import Lattice, format_of, on_unit_domain, open_lut, write_lut
    from mefcore.lut.roundtrip import verify

    out = _the_one(out, out_flag)
    found = open_lut(file)
    source = Lattice(on_unit_domain(found.lut), interpolation.value)
    target = format_of(out, kind)
    points = size or _nearest(target, source.lut.size)
    with _watched() as job:
        meant = write_lut(out, source, size=points, format=target.name, title=found.lut.title, job=job)
    trip = verify(out, meant, source)
    print(f"{out}  {target.name}  {points} points per axis  {trip.bytes} bytes")
    print(f"read back: off by at most {65535 * trip.written.max:.2f} of 65535")
    if points != source.lut.size:
        error = trip.fidelity.trilinear
        print(f"resampled from {source.lut.size}: ΔE2000 {error.mean:.3f} on average, {error.max:.2f} at most")
    _say_resampled(found)


@lut.command()
def apply(
    file: LutArgument,
    picture: Annotated[Path, typer.Argument(help="Any picture that Luxcube reads.")],
    out: Annotated[Path | None, typer.Argument(help="The result: .tif, .png or .jpg.")] = None,
    interpolation: InterpolationFlag = Interpolation.trilinear,
    bits: BitsFlag = None,
    out_flag: OutFlag = None,
) -> None:
    """Apply a LUT to a picture, which is brought to sRGB first."""
    from mefcore.cli import _watched
    from mefcore.engine import select
    from mefcore.export import check_can_write, dtype_for, save_image
    from mefcore.io import load_frame
    from mefcore.lut.formats import on_unit_domain, open_lut

    out = _the_one(out, out_flag)
    dtype = dtype_for(out, bits)
    check_can_write(out)
    found = open_lut(file)
    with _watched() as job:
        frame = load_frame(picture, job=job)
        pixels = select("cpu").apply(
            [_finite(frame.pixels)],
            [1.0],
            on_unit_domain(found.lut),
            interpolation=interpolation.value,
            dtype=dtype,
            job=job.part(0.2, 0.6, "Apply"),
        )
        save_image(out, pixels, metadata=frame.metadata, job=job.part(0.6, 1.0, "Write"))
    print(f"{out}  {pixels.shape[1]}×{pixels.shape[0]}")
    _say_resampled(found)


@lut.command()
def targets() -> None:
    """List programs, and which LUT files they take."""
    from mefcore.lut.targets import TARGETS

    for one in TARGETS:
        sizes = ", ".join(str(n) for n in one.sizes)
        usually = "" if one.verified else "usually "
        print(f"{one.name:<12} {one.label}: {usually}{', '.join(one.formats)}; {sizes} points, best {one.size}")
        print(f"{'':<12} {' '.join(filter(None, (one.loading, one.caveat)))}")


@lut.command()
def recreate(
    frames: Annotated[list[Path], typer.Argument(help="The frames of one bracket, or a folder of them.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder to write, new or of an earlier run.")],
    recipe: Annotated[Path | None, typer.Option(help="A recipe; --set wins over it.")] = None,
    settings: SettingsFlag = None,
    layers: Annotated[bool, typer.Option(help="Also write the frames as layers, the most of the disk.")] = True,
    device: DeviceFlag = Device.auto,
) -> None:
    """Write a folder from which any program makes the picture again: base, LUT, layers, recipe, ffmpeg's line."""
    from mefcore import pipeline
    from mefcore.cli import _recipe, _settings, _watched
    from mefcore.engine import select
    from mefcore.finish import picks
    from mefcore.io import load_bracket
    from mefcore.prepare import prepare, reading_of
    from mefcore.recreate import check
    from mefcore.recreate import recreate as run
    from mefcore.threads import share_the_cores

    share_the_cores()
    wanted = _recipe(recipe, _settings(settings or ()))
    check(out)
    engine = select(device.value)
    with _watched() as job:
        bracket = load_bracket(frames, reading=reading_of(wanted), job=job.part(0.0, 0.3))
        prepared = prepare(bracket, wanted, job=job.part(0.3, 0.4))
        job.progress(0.4, "Infer")
        pixels = prepared.bracket.pixels
        thumbs = pipeline.thumbnails(prepared.bracket)
        prediction = pipeline.infer(thumbs, picks=picks(pixels), device=engine.device)
        done = run(out, prepared, prediction, wanted, engine, layers=layers, job=job.part(0.5, 1.0))
    print(f"{out}  {len(done.files)} files")
    print(" ".join(done.command))


def _the_one(named: Path | None, flagged: Path | None) -> Path:
    """The file to write, named last or by ``-o``.

    Raises:
        MefError: not once.
    """
    out = flagged if named is None else named
    if out is None or None not in (named, flagged):
        what = "no file to write is named" if out is None else "two files to write are named"
        raise MefError(what, hint="name one, last or after -o")
    return out


def _nearest(target: LutFormat, size: int) -> int:
    """What ``target`` takes of at least ``size`` points, or else the most."""
    return min((n for n in target.sizes if n >= size), default=target.sizes[-1])


def _finite(pixels: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.nan_to_num(pixels) if pixels.dtype == np.float32 else pixels


def _say_resampled(found: LutFile) -> None:
    if found.error:
        print(f"in Luxcube one 3D LUT of {found.lut.size} points per axis, off by up to {255 * found.error:.2f} of 255")
