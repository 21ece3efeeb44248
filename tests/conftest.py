"""What every test shares."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    if not pluginmanager.has_plugin("pytest-qt"):  # the core is tested without it, under the same strict configuration
        parser.addini("qt_api", "declared here because pytest-qt, which knows it, is switched off")
