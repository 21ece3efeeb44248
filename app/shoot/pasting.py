"""Settings of one bracket for others: which parts of them, and how they travel by the clipboard."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QMimeData

from mefcore.errors import RecipeError
from mefcore.recipe import LOOK_SECTIONS, SECTIONS, Recipe, Section

MIME = "application/x-luxcube-recipe"
_MOST = 4 << 20
"""Characters of a text on the clipboard that is looked at."""


@dataclass(frozen=True)
class Part:
    """Settings that are taken together.

    Attributes:
        name: by which it is remembered.
        text: what a person reads.
        tip: what is in it.
        sections: see :data:`mefcore.recipe.Section`.
    """

    name: str
    text: str
    tip: str
    sections: tuple[Section, ...]


def parts() -> tuple[Part, ...]:
    """In the order in which they are shown; together all of a recipe's sections."""
    return (
        Part("look", _tr("Look"), _tr("Light, curves, colours, toning and the creative LUT"), LOOK_SECTIONS),
        Part("lut", _tr("LUT"), _tr("Grid, strength and interpolation"), ("lut",)),
        Part("blend", _tr("Blend"), _tr("Local, and weights for brackets of as many frames"), ("blend",)),
        Part(
            "frames", _tr("Frames"), _tr("How RAW files are read, aligning and deghosting"), ("raw", "align", "deghost")
        ),
    )


def sections_of(names: Collection[str]) -> tuple[Section, ...]:
    """Those of the parts with these names."""
    chosen = {s for part in parts() if part.name in names for s in part.sections}
    return tuple(s for s in SECTIONS if s in chosen)


def mime_of(recipe: Recipe) -> QMimeData:
    """For the clipboard: for us, and as text for whoever wants to read it."""
    mime, data = QMimeData(), recipe.to_json()
    mime.setData(MIME, data)
    mime.setText(data.decode())
    return mime


def offers_recipe(mime: QMimeData | None) -> bool:
    """Whether there may be settings on the clipboard; cheap enough to ask whenever it changes."""
    return mime is not None and (mime.hasFormat(MIME) or (mime.hasText() and mime.text()[:64].lstrip().startswith("{")))


def recipe_in(mime: QMimeData | None) -> Recipe:
    """The settings on the clipboard, of this or another program.

    Raises:
        RecipeError: there are none, or damaged ones.
    """
    import msgspec

    hint = _tr("copy the settings of a set first")
    if mime is None or not (mime.hasFormat(MIME) or mime.hasText()):
        raise RecipeError(_tr("there are no settings on the clipboard"), hint=hint)
    data = bytes(mime.data(MIME).data()) if mime.hasFormat(MIME) else mime.text()[:_MOST].encode("utf-8", "replace")
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as e:
        raise RecipeError(_tr("the text on the clipboard holds no settings"), hint=hint) from e
    if not isinstance(raw, dict):
        raise RecipeError(_tr("the text on the clipboard holds no settings"), hint=hint)
    recipe = Recipe.of(raw)
    if recipe.found is not None:
        recipe.found.arrays()  # now, and not when a picture is made
    return recipe


def _tr(text: str) -> str:
    return QCoreApplication.translate("pasting", text)
