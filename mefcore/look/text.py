"""Values of parameters as people type them, ``exposure=0.5``, read by the parameter's declaration."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mefcore.errors import RecipeError
from mefcore.look.creative import Creative
from mefcore.parameter import Parameter
from mefcore.recipe import Recipe, parameters


def settings(texts: Sequence[str]) -> dict[str, Any]:
    """What ``name=value`` texts ask for, as changes for :meth:`~mefcore.recipe.Recipe.with_`; a later one wins.

    A name is the parameter's, with ``_`` or ``-``.  Numbers are in the parameter's own units, curves are
    ``0,0 0.25,0.2 1,1``, shares ``0.2,0.5,0.3``, a creative LUT is the path of a ``.cube`` of up to 65 points per
    axis (a larger one is sampled).  ``default`` is the parameter's default, whatever it is.

    Raises:
        RecipeError: no ``=``, no such parameter, or no value of its kind.
        LutError: the ``.cube`` cannot be read.
    """
    known = {p.name: p for p in parameters()}
    changes: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            raise RecipeError(f"{text!r} sets nothing", hint="write name=value, such as exposure=0.5")
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            raise RecipeError(
                f"there is no parameter {name!r}",
                hint=f"is it {near[0]}?" if near else "mef look lists them",
            )
        changes[name] = value_of(known[name], value.strip())
    return changes


def value_of(parameter: Parameter, text: str, name: str = "") -> Any:
    """The value that ``text`` means; see :func:`settings`.

    Args:
        name: what an error calls the parameter, such as its flag.

    Raises:
        RecipeError, LutError: see there.
    """
    name = name or parameter.name
    if text == "default":
        return parameter.default
    try:
        value = _READERS[parameter.kind](parameter, text)
    except ValueError as e:
        raise RecipeError(f"{name} cannot be {text!r}", hint=_wanted(parameter)) from e
    if parameter.kind == "number" and not parameter.low <= value <= parameter.high:
        raise RecipeError(f"{name} cannot be {text}", hint=_wanted(parameter))
    if parameter.kind in ("curve", "shares"):
        try:
            Recipe().with_(**{parameter.name: value})
        except RecipeError as e:
            raise RecipeError(f"{name} cannot be {text!r}", hint=_wanted(parameter)) from e
    return value


def described(values: Mapping[str, Any]) -> str:
    """Values as a person reads them: ``Exposure +0.30 EV, Shadows +31``."""
    known = {p.name: p for p in parameters()}
    return ", ".join(f"{known[name].label} {known[name].text(value)}".rstrip() for name, value in values.items())


def _wanted(parameter: Parameter) -> str:
    number = "whole number" if isinstance(parameter.default, int) else "number"
    return {
        "number": f"give a {number} from {parameter.low:g} to {parameter.high:g}",
        "choice": f"choose {', '.join(parameter.choices)}",
        "curve": "give 2 to 16 points from left to right, each in 0 … 1, such as 0,0 0.25,0.2 1,1",
        "shares": "give one share per frame, which add up to 1, such as 0.2,0.5,0.3",
        "embedded": "give the path of a .cube",
    }[parameter.kind]


def _number(parameter: Parameter, text: str) -> float | int:
    if isinstance(parameter.default, int):
        return int(text.replace("\N{MINUS SIGN}", "-"))
    value = float(text.replace("\N{MINUS SIGN}", "-"))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _choice(parameter: Parameter, text: str) -> str:
    if text not in parameter.choices:
        raise ValueError(text)
    return text


def _curve(_: Parameter, text: str) -> tuple[tuple[float, float], ...]:
    points = [point.split(",") for point in text.replace(";", " ").split()]
    return tuple((float(x), float(y)) for x, y in points)


def _shares(_: Parameter, text: str) -> tuple[float, ...]:
    return tuple(float(share) for share in text.split(",")) if text else ()


def _embedded(_: Parameter, text: str) -> Creative | None:
    if text in ("", "none"):
        return None
    from mefcore.lut.formats import read_lut

    path = Path(text).expanduser()
    return Creative.of(read_lut(path), path.stem)


_READERS: dict[str, Callable[[Parameter, str], Any]] = {
    "number": _number,
    "choice": _choice,
    "curve": _curve,
    "shares": _shares,
    "embedded": _embedded,
}
