"""How many cases there are, the process that they are tried in, and the table at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent / "core"))  # for makers

from judge import Judge  # noqa: E402

FEW = 300
"""Cases of an ordinary run, apart from the hand-made ones."""

_judges: list[Judge] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cases", type=int, default=FEW, help="about how many damaged files to try")
    parser.addoption("--kept", type=Path, default=HERE.parents[1] / "out" / "fuzz", help="folder for files that failed")


@pytest.fixture(scope="session")
def cases(request: pytest.FixtureRequest) -> int:
    """About how many damaged files to try in all."""
    return int(request.config.getoption("--cases"))


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Judge]:
    """The one that tries them."""
    made = Judge(tmp_path_factory.mktemp("judge"), request.config.getoption("--kept"))
    _judges.append(made)
    yield made
    made.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for judge in _judges:
        total = sum(sum(t.outcomes.values()) for t in judge.tallies.values())
        terminalreporter.section(f"{total} hostile files")
        for kind, tally in sorted(judge.tallies.items()):
            outcomes = ", ".join(f"{name} {n}" for name, n in tally.outcomes.most_common())
            seconds, how = tally.slowest
            worst = f"slowest {seconds:.2f} s ({how[:40]}), {tally.peak} MB"
            terminalreporter.write_line(f"{kind:<22} {outcomes:<60} {tally.seconds:6.1f} s, {worst}")
