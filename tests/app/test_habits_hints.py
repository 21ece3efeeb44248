"""Hints on the sample, once; and what the preferences say of exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import WAIT
from PySide6.QtCore import Qt

from app.windows import samples
from app.windows.hints import Hints


def hints(window) -> Hints:
    return next(f for f in window.features if isinstance(f, Hints))


@pytest.fixture
def sample(monkeypatch, bracket):
    """The bracket of the tests, taken for the one that is shipped."""
    monkeypatch.setattr(samples, "sample_folder", lambda: bracket[0].parent.parent)
    monkeypatch.setattr("app.windows.asking.sample_frames", lambda: bracket)
    return bracket


def test_they_come_on_the_sample_and_only_once(sample, make, settled, qtbot):
    window = make(*sample)
    settled(window)
    shown = hints(window)
    assert shown.showing == 0
    seen = []
    for number in range(4):
        assert shown.card.isVisible()
        assert shown.ring.isVisible() == (number > 0)  # the first is about the picture
        assert window.rect().contains(shown.card.geometry())
        assert shown.card.count.text() == f"{number + 1} of 4"
        seen.append(shown.card.title.text())
        qtbot.mouseClick(shown.card.further, Qt.MouseButton.LeftButton)
    assert len(set(seen)) == 4
    assert not shown.card.isVisible()
    assert not shown.ring.isVisible()
    window.close()
    again = make(*sample)
    settled(again)
    assert hints(again).showing == -1
    again.actions_by_name["hints"].trigger()
    assert hints(again).showing == 0


def test_a_bracket_of_ones_own_is_left_alone(opened):
    assert hints(opened).showing == -1


def test_esc_puts_them_away_for_good(sample, make, settled, qtbot):
    window = make(*sample)
    settled(window)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert hints(window).showing == -1
    assert window.settings.option("hints") is False


def test_asked_for_with_nothing_open_the_sample_is_opened(sample, window, settled, qtbot):
    window.settings.set_option("hints", False)
    window.actions_by_name["hints"].trigger()
    qtbot.waitUntil(lambda: hints(window).showing == 0, timeout=WAIT)
    settled(window)


def test_the_card_stays_in_a_small_window(sample, make, settled):
    window = make(*sample)
    settled(window)
    window.resize(window.minimumSizeHint().expandedTo(window.minimumSize()))
    for _ in range(3):
        assert window.rect().contains(hints(window).card.geometry())
        hints(window).card.further.click()


def test_exports_go_where_and_are_called_as_preferred(opened, tmp_path):
    settings, first = opened.settings, opened.session.bracket.frames[0].path
    assert opened.exporter.suggest("image", ".tif") == first.parent / "room_1-fused.tif"
    settings.set_option("pattern", "{number} {name} of {date}")
    settings.set_option("folder_rule", "fixed")
    settings.set_option("folder", str(tmp_path))
    suggested = opened.exporter.suggest("image", ".jpg")
    assert suggested.parent == tmp_path
    assert suggested.name.startswith("01 room_1 of ")
    settings.set_option("folder", str(tmp_path / "gone"))
    assert opened.exporter.suggest("image", ".jpg").parent == first.parent
    settings.set_option("pattern", "{nonsense}")
    assert opened.exporter.suggest("image", ".tif").name == "room_1-fused.tif"


def test_jpegs_have_the_quality_that_is_preferred(opened, qtbot, tmp_path):
    sizes: dict[int, int] = {}
    for quality in (40, 100):
        opened.settings.set_option("quality", quality)
        path: Path = tmp_path / f"{quality}.jpg"
        with qtbot.waitSignal(opened.exporter.exported, timeout=WAIT):
            opened.exporter.export_to(path)
        sizes[quality] = path.stat().st_size
    assert sizes[100] > 2 * sizes[40]
