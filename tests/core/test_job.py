"""Progress out, cancellation in."""

import pytest

from mefcore.errors import Cancelled
from mefcore.job import SILENT, Job


def test_parts_map_into_the_whole() -> None:
    seen: list[tuple[float, str]] = []
    job = Job(lambda f, t: seen.append((round(f, 6), t)))
    part = job.part(0.2, 0.6, "baking")
    part.progress(0.5)
    part.part(0.5, 1.0).progress(1.0, "done")
    job.progress(7.0)
    assert seen == [(0.4, "baking"), (0.6, "done"), (1.0, "")]


def test_cancelling_stops_whole_and_parts() -> None:
    job = Job()
    part = job.part(0, 1)
    part.cancel()
    assert job.cancelled
    for j in (job, part):
        with pytest.raises(Cancelled):
            j.check()
        with pytest.raises(Cancelled):
            j.progress(0.5)


def test_the_silent_job_never_stops() -> None:
    SILENT.part(0, 1).progress(0.5)
    SILENT.check()
