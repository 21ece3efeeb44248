"""The ``mef`` command: the core without a window.

Exit status: 0 done; 2 something a person can act on, told in one line on stderr; 130 stopped with Ctrl+C; 1 a bug.
"""

from __future__ import annotations

import enum
import importlib.util
import inspect
import io
import math
import signal
import sys
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from mefcore import __version__
from mefcore.cli_batch import batch
from mefcore.cli_data import data
from mefcore.cli_flags import SRGB, BitsFlag, Device, DeviceFlag, Mode, ModeFlag, SettingsFlag, SpaceFlag
from mefcore.cli_group import Prefer, PreferFlag, group
from mefcore.cli_look import look
from mefcore.cli_lut import lut
from mefcore.errors import Cancelled, MefError
from mefcore.job import Job
from mefcore.limits import MAX_FRAMES
from mefcore.recipe import Parameter, Recipe, parameters
from mefcore.threads import share_the_cores

if TYPE_CHECKING:
    from mefcore.report import Report

app = typer.Typer(
    name="mef",
    help="Fuse exposure brackets with one blend and one 3D LUT.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help and errors, and 60 ms less to wait for
    pretty_exceptions_enable=False,
)
app.add_typer(data)
app.add_typer(lut)
app.command(name="group")(group)
app.command(name="look")(look)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no × must not turn success into a bug
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        status = app(args=given, prog_name="mef", standalone_mode=False)
    except MefError as e:
        _say(str(e))
        sys.exit(2)
    except (Cancelled, KeyboardInterrupt):
        _say("stopped")
        sys.exit(130)
    except Exception as e:
        if hasattr(e, "format_message"):  # a wrong flag; the class has no public name that every typer shares
            _say_usage(e)
            sys.exit(2)
        traceback.print_exc()
        _say(f"this is a bug ({type(e).__name__}); please report it with the lines above")
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)


def with_recipe_flags(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``command`` one flag per parameter of :class:`~mefcore.recipe.Recipe`.

    Their values arrive as keyword arguments, None where the flag was not given.
    """
    signature = inspect.signature(command, eval_str=True)
    own = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    flags = [_flag(parameter) for parameter in parameters() if parameter.flag]

    numbers = {p.name: p for p in parameters() if p.flag and p.kind == "number"}

    def wrapper(**values: Any) -> None:
        from mefcore.look.text import value_of

        # Read by what --set reads them by, so that a wrong one is told in the same words.
        for name in numbers.keys() & {k for k, v in values.items() if v is not None}:
            values[name] = value_of(numbers[name], values[name], "--" + numbers[name].flag)
        command(**values)

    wrapper.__doc__, wrapper.__name__ = command.__doc__, command.__name__
    wrapper.__signature__ = signature.replace(parameters=[*own, *flags])  # type: ignore[attr-defined]
    wrapper.__annotations__ = {p.name: p.annotation for p in (*own, *flags)}
    return wrapper


def _flag(parameter: Parameter) -> inspect.Parameter:
    kind, limits = _kind(parameter)
    option = typer.Option("--" + parameter.flag, help=parameter.help, show_default=str(parameter.default), **limits)
    annotation = Annotated[kind | None, option]  # type: ignore[valid-type]
    return inspect.Parameter(parameter.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _kind(parameter: Parameter) -> tuple[Any, dict[str, Any]]:
    """The type of a flag's value, and how it is shown; numbers arrive as they were typed."""
    if parameter.choices:
        choices = {c: c for c in parameter.choices}
        return enum.Enum(parameter.name, choices, type=str), {}
    return str, {"metavar": f"{parameter.low:g}..{parameter.high:g}"}


def _recipe(file: Path | None, given: dict[str, Any]) -> Recipe:
    """The recipe of ``file``, or the default one, with the flags that were given on top."""
    recipe = Recipe() if file is None else Recipe.load(file)
    values = {k: v.value if isinstance(v, enum.Enum) else v for k, v in given.items() if v is not None}
    return recipe.with_(**values) if values else recipe


def _settings(texts: Sequence[str]) -> dict[str, Any]:
    """What ``--set`` asks for."""
    if not texts:
        return {}
    from mefcore.look.text import settings

    return settings(texts)


def _automatic(told: Collection[str]) -> tuple[str, ...]:
    """What ``--auto`` may set: all that ``--set`` does not."""
    from mefcore.look.auto import SETS

    return tuple(name for name in SETS if name not in told)


def _with_mode(mode: Mode | None, given: dict[str, Any]) -> dict[str, Any]:
    """``--mode`` says in a word what ``--local`` says in a number."""
    local = given.get("local")
    if mode is None:
        return given
    if local is not None and (local > 0) != (mode is Mode.local):
        raise MefError(f"--mode {mode.value} and --local {local:g} contradict each other", hint="give one of them")
    return {**given, "local": float(mode is Mode.local) if local is None else local}


@app.command()
@with_recipe_flags
def fuse(
    frames: Annotated[list[Path], typer.Argument(help="The frames of one bracket, or a folder of them.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The picture: .tif, .png or .jpg.")],
    cube: Annotated[Path | None, typer.Option(help="The LUT as a .cube.")] = None,
    base: Annotated[
        Path | None, typer.Option(help="The plain blend, 16 bits; the LUT turns it into the picture.")
    ] = None,
    recipe: Annotated[Path | None, typer.Option(help="A recipe; flags given here win over it.")] = None,
    sidecar: Annotated[
        Path | None, typer.Option(help="The recipe as used, with what refining found, as .json for --recipe.")
    ] = None,
    mode: ModeFlag = None,
    refine: Annotated[
        bool, typer.Option("--refine", help="Optimise this bracket's own weights and LUT first.")
    ] = False,
    match: Annotated[
        Path | None, typer.Option(help="A finished picture of the scene whose look to match; refines.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="What was done, as .json.")] = None,
    unaligned: Annotated[
        list[int] | None,
        typer.Option(
            metavar="N", min=1, max=MAX_FRAMES, help="Leave frame N, from dark to bright, where it is; repeatable."
        ),
    ] = None,
    settings: SettingsFlag = None,
    auto: Annotated[
        bool, typer.Option("--auto", help="Find exposure, contrast and what else the picture lacks; --set wins.")
    ] = False,
    device: DeviceFlag = Device.auto,
    bits: BitsFlag = None,
    space: SpaceFlag = SRGB,
    prefer: PreferFlag = Prefer.raw,
    **given: Any,
) -> None:
    """Fuse one bracket into a picture, and its look into a LUT."""
    from mefcore.fuse import FuseRequest
    from mefcore.fuse import fuse as run

    share_the_cores()
    told = _settings(settings or ())
    request = FuseRequest(
        tuple(frames),
        out,
        cube,
        base,
        report,
        sidecar,
        refine,
        match,
        _recipe(recipe, _with_mode(mode, given) | {"unaligned": unaligned or None} | told),
        device=device.value,
        bits=bits,
        space=space.value,
        prefer=prefer.value,
        auto=_automatic(told) if auto else (),
    )
    with _watched() as job:
        done = run(request, job=job)
    seconds = done.milliseconds["total"] / 1000
    print(f"{out}  {done.size[0]}×{done.size[1]}  {len(done.frames)} frames  {seconds:.1f} s")
    for line in _prepared(done):
        print(line)
    if done.auto is not None:
        from mefcore.look.text import described

        print(f"auto: {described(done.auto) or 'this picture lacks nothing'}")
    if (refine or match) and done.refined is not None:
        print(f"refined: {done.refined.nearer} % nearer to {done.refined.look or 'what the frames show'}")
    if cube and not base and any(frame.opacity is None for frame in done.frames):
        print(f"{cube} needs the blend it was made for; add --base to have it")


app.command(name="batch")(with_recipe_flags(batch))


def _prepared(done: Report) -> list[str]:
    """What was done to the frames before they were blended, where anything was."""
    lines, moved = [], [a for f in done.frames if (a := f.alignment) is not None and any(a.offset)]
    if moved:
        far = max(math.hypot(*a.offset) for a in moved)
        cropped = f"; {100 * done.cropped:.1f} % cropped" if done.cropped else ""
        lines.append(f"aligned: {len(moved)} to frame {done.reference}, by up to {far:.1f} px{cropped}")
    unsure = [str(k) for k, f in enumerate(done.frames, 1) if f.alignment and f.alignment.kind == "unaligned"]
    if unsure:
        lines.append(f"no sure match for frame {', '.join(unsure)}: left as it is")
    if done.deghosted:
        lines.append(f"deghosted: {100 * done.deghosted:.1f} % of the picture taken from frame {done.reference}")
    return lines


@app.command()
def doctor() -> None:
    """Check this installation: versions, devices, engines, weights, and a small fuse of its own."""
    from mefcore.doctor import examine

    share_the_cores()
    healthy = True
    for finding in examine():
        print(finding, flush=True)
        healthy = healthy and finding.ok is not False
    if not healthy:
        raise typer.Exit(1)


@app.command()
def train(
    config: Annotated[Path, typer.Argument(help="A TOML file, such as configs/student.toml.")],
    data: Annotated[Path | None, typer.Option(help="Folder with train/ and val/.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the run; one that exists is resumed.")] = None,
    device: DeviceFlag = Device.cpu,
) -> None:
    """Train the network, or go on where a run stopped."""
    with _extra("train", "tensorboard"):
        from mefcore.train import run
    with _watched(progress=False) as job:
        run(config, data=data, out=out, device=_concrete(device), job=job)


@app.command(name="eval")
def evaluate(
    root: Annotated[Path, typer.Argument(help="Folder with train/, val/ and test/.")],
    out: Annotated[Path, typer.Option(help="Folder for the tables and pictures.")],
    split: Annotated[str, typer.Option(help="Which folder of ROOT.")] = "test",
    weights: Annotated[Path | None, typer.Option(help="Weights instead of the shipped ones.")] = None,
    models: Annotated[
        list[str] | None, typer.Option(metavar="NAME=PATH", help="Another network to compare with; repeat the flag.")
    ] = None,
    grid: Annotated[int, typer.Option(min=2, max=129, help="Lattice points per axis.")] = 33,
    refined: Annotated[bool, typer.Option(help="Also refine every bracket, which takes some seconds each.")] = True,
    oracle: Annotated[bool, typer.Option(help="Also refine every bracket for long: what could be reached.")] = False,
    speed: Annotated[bool, typer.Option(help="Measure run time too.")] = True,
    device: DeviceFlag = Device.cpu,
) -> None:
    """Measure the network on a split, beside single frames, the plain average, Mertens and enfuse."""
    share_the_cores()
    with _extra("eval", "skimage"):
        from mefcore.evaluate import named_paths, run
    options: dict[str, Any] = {"weights": weights, "models": named_paths(models or []), "grid": grid, "speed": speed}
    options |= {"refined": refined, "oracle": oracle}
    with _watched() as job:
        run(root, split=split, out=out, device=_concrete(device), job=job, **options)


@app.command()
def bench(
    out: Annotated[Path, typer.Option(help="Where to write the figures, as .json.")] = Path("bench.json"),
    frames: Annotated[
        list[Path] | None, typer.Option(help="Frames to use; repeat the flag. Default: a made-up 3840×2160 bracket.")
    ] = None,
    repeat: Annotated[int, typer.Option(min=1, help="Medians are taken over so many runs.")] = 3,
) -> None:
    """Measure CPU seconds and memory of every stage, beside OpenCV's Mertens fusion."""
    from mefcore.bench import run, table

    share_the_cores()
    with _watched() as job:
        figures = run(out, frames=tuple(frames or ()), repeat=repeat, job=job)
    print(table(figures))


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(f"mef {__version__}")
        raise typer.Exit


def _say(text: str) -> None:
    print(f"mef: {text}", file=sys.stderr)


def _say_usage(error: Any) -> None:
    context = getattr(error, "ctx", None)
    message = " ".join(error.format_message().split()).rstrip(".").replace("Value error, ", "")
    if context is None or not message:
        error.show()
    elif message.startswith(("Usage:", "Fuse exposure")):  # "mef" alone: the help is the answer
        print(context.get_help(), file=sys.stderr)
    else:
        _say(f"{message} (see {context.command_path} --help)")


def _concrete(device: Device) -> Literal["cpu", "cuda", "mps"]:
    choices: dict[Device, Literal["cpu", "cuda", "mps"]] = {Device.cuda: "cuda", Device.mps: "mps"}
    return choices.get(device, "cpu")


@contextmanager
def _extra(command: str, *later: str) -> Iterator[None]:
    """Turn a missing package of the ``train`` extra into a sentence: of these imports, or of ``later`` ones."""
    try:
        for name in later:
            if importlib.util.find_spec(name) is None:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        yield
    except ModuleNotFoundError as e:
        if e.name is None or e.name.partition(".")[0] == "mefcore":
            raise
        raise MefError(
            f"mef {command} needs {e.name}", hint='in the checkout: make dev; elsewhere: pip install "luxcube[train]"'
        ) from e


@contextmanager
def _watched(progress: bool = True) -> Iterator[Job]:
    """A job that shows its progress on a terminal and that Ctrl+C, or a request to terminate, cancels.

    The work stops at its next check and cleans up; a second Ctrl+C does not wait for that check.
    """
    with _display(progress and sys.stderr.isatty()) as report:
        job = Job(report)
        received: list[int] = []

        def stop(number: int, _frame: FrameType | None) -> None:
            if received:
                raise KeyboardInterrupt
            received.append(number)
            job.cancel()

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield job
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextmanager
def _display(visible: bool) -> Iterator[Callable[[float, str], None] | None]:
    if not visible:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda fraction, text: bar.update(task, completed=fraction, description=text or None)


if __name__ == "__main__":
    main()
