"""What a person asks of a batch, and how it is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from app.settings import Settings
from mefcore.batch import PATTERN, BatchJob, Existing, Naming, Source, check_pattern, plan
from mefcore.choices import Space
from mefcore.errors import MefError

SUFFIXES = (".tif", ".png", ".jpg")


@dataclass(frozen=True)
class Options:
    """Attributes as of :func:`mefcore.batch.plan` and :class:`~mefcore.batch.Naming`."""

    folder: Path | None = None
    suffix: str = ".tif"
    pattern: str = PATTERN
    cube: bool = False
    existing: Existing = "number"
    space: Space = "srgb"

    def jobs(self, sources: Sequence[Source], protected: Sequence[Path]) -> tuple[BatchJob, ...]:
        """One for each bracket.

        Raises:
            MefError: the pattern makes no name.
        """
        naming = Naming(self.folder, self.pattern, self.suffix)
        return plan(sources, naming, cube=self.cube, existing=self.existing, space=self.space, protected=protected)


def recall(settings: Settings) -> Options:
    """As they were last time; in the folder of the last batch, else beside the frames."""
    pattern = settings.text("batch_pattern", PATTERN)
    try:
        check_pattern(pattern)
    except MefError:
        pattern = PATTERN
    return Options(
        settings.folder("batch"),
        settings.choice("batch_suffix", SUFFIXES, ".tif"),
        pattern,
        settings.flag("batch_cube", False),
        settings.choice("batch_existing", get_args(Existing), "number"),
        settings.choice("space", get_args(Space), "srgb"),
    )


def remember(settings: Settings, options: Options) -> None:
    settings.set_folder("batch", options.folder)
    settings.set_text("batch_suffix", options.suffix)
    settings.set_text("batch_pattern", options.pattern)
    settings.set_flag("batch_cube", options.cube)
    settings.set_text("batch_existing", options.existing)
    settings.set_text("space", options.space)
