"""What every test shares."""

from __future__ import annotations

import pytest
from hypothesis import settings

# A test says whether the answer is right, not whether the machine was busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    parser.addoption("--take-screens", action="store_true", help="keep pictures of the window as the new references")
    if not pluginmanager.has_plugin("pytest-qt"):  # the core is tested without it, under the same strict configuration
        parser.addini("qt_api", "declared here because pytest-qt, which knows it, is switched off")
