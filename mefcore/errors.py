"""What a person can act on.  Anything that is not a :class:`MefError` is a bug."""

from __future__ import annotations

from os import PathLike

from mefcore.names import printable


class MefError(Exception):
    """A problem told in one sentence, with the file it concerns and a way out.

    Args:
        message: what went wrong, one sentence, no trailing period needed.
        path: the file it concerns, if any; shown before the message.
        hint: what the person can do about it.
    """

    def __init__(self, message: str, *, path: str | PathLike[str] | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = None if path is None else str(path)
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        way_out = f" ({self.hint})" if self.hint else ""
        # Control characters in a file name must not break the promise of one line.
        return printable(f"{where}{self.message}{way_out}")


class BracketError(MefError):
    """The frames do not make a bracket: too few, too many, or of different sizes."""


class ReadError(MefError):
    """A file cannot be read as what it claims to be."""


class GoneError(ReadError):
    """A file is not where it was."""


class WriteError(MefError):
    """A file cannot be written; nothing half-written is left behind."""


class TakenError(WriteError):
    """A file that was to be new is there: somebody else has written it meanwhile."""


class LutError(MefError):
    """A LUT file or lattice is not usable."""


class RecipeError(MefError):
    """A recipe file does not hold a recipe this version understands."""


class ModelError(MefError):
    """The network's weights are missing or do not fit this version."""


class Cancelled(Exception):  # noqa: N818 - it is a signal, not an error
    """Raised by :meth:`mefcore.job.Job.check` when the person asked to stop."""
