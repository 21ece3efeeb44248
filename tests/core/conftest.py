"""Places that several tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from batch_cases import card  # noqa: F401 - a fixture
from cli_cases import bracket, mef  # noqa: F401 - fixtures

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the bracket that ships with Luxcube."""
    return ROOT / "resources" / "samples" / "garden-room"
