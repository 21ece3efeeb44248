"""Stands in front of the real one where Qt must not be found; see the Makefile's test-core."""

raise ModuleNotFoundError("No module named 'shiboken6' (hidden from the tests of the core)", name="shiboken6")
