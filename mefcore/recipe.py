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

Stage = Literal["bake", "apply"]
"""The first pipeline stage that reads a parameter; that one and the later ones run again when it changes."""

STAGES: tuple[Stage, ...] = get_args(Stage)
VERSION = 1


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
    name: str = ""
    default: Any = None

    def text(self, value: Any) -> str:
        """``value`` as a person reads it."""
        return f"{round(100 * value)} %" if self.percent else str(value)


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


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to do with a bracket; immutable, comparable, and small enough to keep one per undo step."""

    version: int = VERSION
    grid: Annotated[int, msgspec.Meta(ge=2, le=129), GRID] = 33
    strength: Annotated[float, msgspec.Meta(ge=0.0, le=1.0), STRENGTH] = 1.0
    interpolation: Annotated[Literal["trilinear", "tetrahedral"], INTERPOLATION] = "trilinear"

    def with_(self, **changes: Any) -> Recipe:
        """A copy with ``changes``; values are validated.

        Raises:
            RecipeError: unknown parameter or value out of range.
        """
        return _decode({**msgspec.to_builtins(self), **changes}, None)

    def key(self, stage: Stage) -> tuple[Any, ...]:
        """The values that ``stage`` depends on: its own parameters and those of every earlier stage."""
        reached = STAGES[: STAGES.index(stage) + 1]
        return tuple(getattr(self, p.name) for p in parameters() if p.stage in reached)

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
        return msgspec.convert(raw, Recipe)
    except msgspec.ValidationError as e:
        raise RecipeError(f"is not a valid recipe: {e}", path=path) from e


@lru_cache(maxsize=1)
def parameters() -> tuple[Parameter, ...]:
    """Every parameter of :class:`Recipe`, in the order of the panel."""
    hints = get_type_hints(Recipe, include_extras=True)
    defaults = {f.name: f.default for f in msgspec.structs.fields(Recipe)}
    found = []
    for name, hint in hints.items():
        if get_origin(hint) is Annotated:
            for extra in get_args(hint)[1:]:
                if isinstance(extra, Parameter):
                    found.append(Parameter(**{**vars(extra), "name": name, "default": defaults[name]}))
    return tuple(found)


def describe_change(before: Recipe, after: Recipe) -> str:
    """The undo text of going from one recipe to the other, such as ``Grid 17``; empty when nothing differs."""
    changed = [p for p in parameters() if getattr(before, p.name) != getattr(after, p.name)]
    return ", ".join(f"{p.label} {p.text(getattr(after, p.name))}" for p in changed)
