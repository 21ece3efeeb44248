"""A look under a name, kept beside the one that is being edited."""

from __future__ import annotations

import msgspec

from mefcore.recipe import Recipe


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A recipe to come back to.

    Attributes:
        name: what the person calls it.
        recipe: the look.
        made: when, ISO 8601 in UTC; empty where that is not known.
    """

    name: str
    recipe: Recipe
    made: str = ""
