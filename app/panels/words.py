"""What the parameters are called on screen: their declarations' words, in the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from app.text import localized
from mefcore.parameter import Parameter

if TYPE_CHECKING:
    from mefcore.recipe import Recipe

CONTEXT = "parameter"
"""Of the translations."""


def _tr(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


def label(parameter: Parameter) -> str:
    return _tr(parameter.label)


def help_text(parameter: Parameter) -> str:
    return _tr(parameter.help)


def choice(name: str) -> str:
    """One of a parameter's choices."""
    return _tr(name.replace("-", " ").capitalize())


def of_program(text: str) -> str:
    """What :mod:`mefcore.lut.targets` says about another program."""
    return _tr(text)


def value(parameter: Parameter, given: Any) -> str:
    """A value of a parameter, as a person reads it; empty where the label says it all."""
    text = parameter.text(given)
    if parameter.kind == "choice":
        # English choices are written small within a line; other languages have them as they stand alone.
        word = choice(text)
        return text if word == text.replace("-", " ").capitalize() else word
    return localized(text) if parameter.kind == "number" else _tr(text)


def change(before: Recipe, after: Recipe) -> str:
    """The undo text of going from one recipe to the other, such as ``Grid 17``; empty when nothing differs."""
    from mefcore.recipe import declared

    changed = [p for p in declared() if getattr(before, p.name) != getattr(after, p.name)]
    shown = changed if len(changed) <= 3 else changed[:2]
    told = ", ".join(f"{label(p)} {value(p, getattr(after, p.name))}".strip() for p in shown)
    if len(shown) == len(changed):
        return told
    return _tr("{0} and {1} more").format(told, len(changed) - len(shown))


def spoken() -> tuple[str, ...]:
    """Every word that may be asked for, for whoever translates them."""
    from mefcore.lut.targets import TARGETS
    from mefcore.recipe import declared

    words: dict[str, None] = dict.fromkeys(("straight", "of the network", "none", "{0} and {1} more"))
    for parameter in declared():
        for text in (parameter.label, parameter.help, *(c.replace("-", " ").capitalize() for c in parameter.choices)):
            words[text] = None
    for one in TARGETS:
        for text in filter(None, (one.loading, one.caveat)):
            words[text] = None
    return tuple(words)
