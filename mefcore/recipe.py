"""Every parameter of a picture, declared once.

The editor's panel, the command's flags, the sidecar's fields and the undo texts are all made from the annotations of
:class:`Recipe`; :func:`parameters` lists them.  To add a parameter, add one field.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from mefcore.errors import RecipeError
from mefcore.found import Found, Nudge

Stage = Literal["bake", "apply"]
"""The first pipeline stage that reads a parameter; that one and the later ones run again when it changes."""

STAGES: tuple[Stage, ...] = get_args(Stage)
VERSION = 2
"""2 added ``local``, ``nudges`` and ``found``; without them a recipe of version 1 means what it meant."""


@dataclass(frozen=True)
class Parameter:
    """How a parameter is shown and what it invalidates.

    Attributes:
        label: what the panel and the undo text call it.
        stage: see :data:`Stage`.
        help: one sentence, for tooltips and ``--help``.
        low, high: inclusive range of a number.
        percent: shown times 100 with a percent sign.
        stops: values worth a mark on the slider.
        choices: the values of an enumeration; empty for a number.
        setting: False for what is found or painted on the picture: no slider and no flag can give it.
        name, default: filled in by :func:`parameters`.
    """

    label: str
    stage: Stage
    help: str
    low: float = 0.0
    high: float = 1.0
    percent: bool = False
    stops: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()
    setting: bool = True
    name: str = ""
    default: Any = None

    def text(self, value: Any) -> str:
        """``value`` as a person reads it; empty where the label says it all."""
        if not self.setting:
            return ""
        return f"{round(100 * value)} %" if self.percent else str(value)


LOCAL = Parameter(
    "Local",
    "bake",
    "How much blend weights follow place and brightness; 0 % is one weight per frame.",
    percent=True,
)
GRID = Parameter(
    "Grid",
    "bake",
    "Lattice points per axis of the 3D LUT; more points follow the continuous LUT more closely.",
    low=2,
    high=129,
    stops=(8, 16, 17, 32, 33, 64, 65, 128, 129),
)
STRENGTH = Parameter(
    "LUT strength", "bake", "How much of the LUT is applied; 0 % is the plain blend of the frames.", percent=True
)
INTERPOLATION = Parameter(
    "Interpolation",
    "apply",
    "How colours between lattice points are found; trilinear is what the network was trained with.",
    choices=("trilinear", "tetrahedral"),
)


NUDGES = Parameter("Nudge", "apply", "More or less of a frame, painted onto the picture.", setting=False)
FOUND = Parameter("Refine", "bake", "What refining this bracket found.", setting=False)


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to do with a bracket; immutable, comparable, and small enough to keep one per undo step."""

    version: int = VERSION
    local: Annotated[float, msgspec.Meta(ge=0.0, le=1.0), LOCAL] = 0.0
    grid: Annotated[int, msgspec.Meta(ge=2, le=129), GRID] = 33
    strength: Annotated[float, msgspec.Meta(ge=0.0, le=1.0), STRENGTH] = 1.0
    interpolation: Annotated[Literal["trilinear", "tetrahedral"], INTERPOLATION] = "trilinear"
    nudges: Annotated[tuple[Nudge, ...], NUDGES] = ()
    found: Annotated[Found | None, FOUND] = None

    def with_(self, **changes: Any) -> Recipe:
        """A copy with ``changes``; values are validated.

        Raises:
            RecipeError: unknown parameter or value out of range.
        """
        return _decode({**msgspec.to_builtins(self), **changes}, None)

    def key(self, stage: Stage) -> tuple[Any, ...]:
        """The values that ``stage`` depends on: its own parameters and those of every earlier stage."""
        reached = STAGES[: STAGES.index(stage) + 1]
        return tuple(getattr(self, p.name) for p in declared() if p.stage in reached)

    def to_json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"

    @classmethod
    def load(cls, path: Path) -> Recipe:
        """Read a recipe written by :meth:`to_json`.

        Raises:
            RecipeError: unreadable, not JSON, from a later version, or a value out of range.
        """
        try:
            raw = msgspec.json.decode(path.read_bytes())
        except OSError as e:
            raise RecipeError(f"cannot be read: {e.strerror or e}", path=path) from e
        except (msgspec.DecodeError, UnicodeDecodeError) as e:
            raise RecipeError(f"is not JSON: {e}", path=path) from e
        return _decode(raw, path)


def _decode(raw: Any, path: Path | None) -> Recipe:
    version = raw.get("version", VERSION) if isinstance(raw, dict) else VERSION
    if isinstance(version, int) and version > VERSION:
        raise RecipeError(
            f"is a recipe of version {version}", path=path, hint="a newer Luxcube wrote it; update to open it"
        )
    try:
        return msgspec.convert({**raw, "version": VERSION} if isinstance(raw, dict) else raw, Recipe)
    except msgspec.ValidationError as e:
        raise RecipeError(f"is not a valid recipe: {e}", path=path) from e


@lru_cache(maxsize=1)
def declared() -> tuple[Parameter, ...]:
    """Every parameter of :class:`Recipe`, in the order of its fields."""
    hints = get_type_hints(Recipe, include_extras=True)
    defaults = {f.name: f.default for f in msgspec.structs.fields(Recipe)}
    found = []
    for name, hint in hints.items():
        if get_origin(hint) is Annotated:
            for extra in get_args(hint)[1:]:
                if isinstance(extra, Parameter):
                    found.append(Parameter(**{**vars(extra), "name": name, "default": defaults[name]}))
    return tuple(found)


def parameters() -> tuple[Parameter, ...]:
    """The settings among them, which have a slider or a choice in the panel and a flag."""
    return tuple(p for p in declared() if p.setting)


def describe_change(before: Recipe, after: Recipe) -> str:
    """The undo text of going from one recipe to the other, such as ``Grid 17``; empty when nothing differs."""
    changed = [p for p in declared() if getattr(before, p.name) != getattr(after, p.name)]
    return ", ".join(f"{p.label} {p.text(getattr(after, p.name))}".strip() for p in changed)
