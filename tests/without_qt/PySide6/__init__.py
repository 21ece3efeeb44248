# ruff: noqa: N999
"""Stands in front of the real one where Qt must not be found; see the Makefile's test-core."""

raise ModuleNotFoundError("No module named 'PySide6' (hidden from the tests of the core)", name="PySide6")
