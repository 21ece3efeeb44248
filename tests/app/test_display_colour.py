"""Colours on screen, by the monitor's profile; LittleCMS is the reference."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColorSpace, QImage
from test_canvas import as_array
from test_preferences import preferences

from app.color import display
from app.color.screen import Profile, Wanted, find
from app.windows.preferences_dialog import profile_text
from app.work import to_image
from mefcore.job import SILENT

ROOT = Path(__file__).resolve().parents[2]


def icc(space: QColorSpace) -> bytes:
    space.setDescription("a test monitor")
    return bytes(space.iccProfile().data())


def wide() -> bytes:
    """Display P3, as of many laptops and phones."""
    return icc(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))


def other() -> bytes:
    """A matrix and a gamma of no standard: narrower in green than sRGB, wider in red, white of D65."""
    white, red, green, blue = (QPointF(*xy) for xy in ((0.3127, 0.329), (0.66, 0.33), (0.31, 0.58), (0.15, 0.06)))
    return icc(QColorSpace(white, red, green, blue, QColorSpace.TransferFunction.Gamma, 2.0))


def reference(pixels: np.ndarray, profile: bytes) -> np.ndarray:
    """By LittleCMS, relative colorimetric."""
    source, target = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(profile))
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    transform = ImageCms.buildTransform(source, target, "RGB", "RGB", renderingIntent=intent)
    return np.asarray(ImageCms.applyTransform(Image.fromarray(pixels), transform))


def colours() -> np.ndarray:
    """All greys, and colours from everywhere."""
    grey = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    some = np.random.default_rng(3).integers(0, 256, (256 * 255, 3), dtype=np.uint8)
    return np.concatenate([grey, some]).reshape(256, 256, 3)


@pytest.mark.parametrize(("profile", "most"), [(wide(), 1), (other(), 3)], ids=["p3", "matrix"])
def test_colours_are_those_of_littlecms(profile, most):
    """Where a curve is as steep as that of the second near black, 8 bits in and 8 bits out may be three apart."""
    pixels = colours()
    shown = as_array(display.shown(to_image(pixels), profile))
    difference = np.abs(shown.astype(int) - reference(pixels, profile))
    assert difference.max() <= most
    assert (difference > 1).mean() < 0.0005
    assert (np.abs(shown.astype(int) - pixels) > 4).any(), "the profile must matter"


def test_nothing_is_done_without_need():
    assert display.shown(to_image(colours()), b"") is None
    assert display.shown(to_image(colours()), icc(QColorSpace(QColorSpace.NamedColorSpace.SRgb))) is None
    assert display.shown(to_image(colours()), b"no profile at all") is None


def test_the_window_shows_the_monitors_colours_and_reads_the_pictures(opened, qtbot, settled, tmp_path):
    (tmp_path / "monitor.icc").write_bytes(wide())
    before = as_array(opened.canvas.after[-1].image)
    assert opened.canvas.after[-1].shown is None
    histogram = opened.canvas.after[-1].histogram
    chosen = preferences(opened)
    chosen.choose("monitor_file", str(tmp_path / "monitor.icc"))
    chosen.choose("monitor", "file")
    qtbot.waitUntil(lambda: opened.canvas.after[-1].shown is not None)
    settled(opened)
    picture = opened.canvas.after[-1]
    assert np.array_equal(as_array(picture.image), before)
    assert picture.histogram == histogram
    difference = np.abs(as_array(picture.shown).astype(int) - reference(before, wide()))
    assert difference.max() <= 2
    assert opened.canvas.before[-1].shown is not None
    opened.canvas.set_split(False)
    painted = QImage(opened.canvas.size(), QImage.Format.Format_RGB32)
    opened.canvas.render(painted)
    middle = opened.canvas.rect().center()
    seen = opened.canvas.scene.colour_at(middle.x(), middle.y())
    at = opened.canvas.view.to_image(middle.x(), middle.y())
    x, y = (int(v) for v in at)
    assert (seen.red(), seen.green(), seen.blue()) == tuple(int(v) for v in before[y, x])
    assert "a test monitor" in opened.status.facts.toolTip()
    thumb = opened.session.loaded.thumbs[0]
    assert np.abs(as_array(display.small(thumb)).astype(int) - reference(as_array(thumb), wide())).max() <= 2
    assert display.small(thumb).cacheKey() == display.small(thumb).cacheKey()
    chosen.choose("monitor", "srgb")
    qtbot.waitUntil(lambda: opened.canvas.after[-1].shown is None)
    assert "sRGB" in opened.status.facts.toolTip()
    assert display.small(thumb) is thumb


def test_a_file_that_is_no_profile_is_told(tmp_path):
    wrong = tmp_path / "wrong.icc"
    wrong.write_bytes(b"not a profile")
    found = find(Wanted("file", str(wrong), ""), SILENT)
    assert found.icc == b""
    assert "wrong.icc is no profile of a monitor" in profile_text(found)
    gone = find(Wanted("file", str(tmp_path / "gone.icc"), ""), SILENT)
    assert "cannot be read" in profile_text(gone)


def test_no_profile_is_said_to_be_srgb():
    assert find(Wanted("srgb", "", ""), SILENT) == Profile(source="srgb")
    assert "taken to be sRGB" in profile_text(Profile())


COLORD = """
import os, subprocess, sys
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
from PySide6.QtCore import ClassInfo, Property, QCoreApplication, QObject, QTimer, Slot
from PySide6.QtDBus import QDBusConnection, QDBusObjectPath

NAME = "org.freedesktop.ColorManager"
app = QCoreApplication([])

@ClassInfo({"D-Bus Interface": NAME})
class Manager(QObject):
    @Slot(str, str, result=QDBusObjectPath)
    def FindDeviceByProperty(self, key, value):
        return QDBusObjectPath("/device" if (key, value) == ("XRANDR_name", "eDP-1") else "/")

@ClassInfo({"D-Bus Interface": NAME + ".Device"})
class Device(QObject):
    @Slot("QStringList", result=QDBusObjectPath)
    def GetProfileForQualifiers(self, qualifiers):
        return QDBusObjectPath("/profile")

@ClassInfo({"D-Bus Interface": NAME + ".Profile"})
class Profile(QObject):
    Filename = Property(str, lambda self: sys.argv[1])

bus, option = QDBusConnection.sessionBus(), QDBusConnection.RegisterOption
objects = {"/org/freedesktop/ColorManager": Manager(), "/device": Device(), "/profile": Profile()}
for path, served in objects.items():
    assert bus.registerObject(path, served, option.ExportAllSlots | option.ExportAllProperties)
assert bus.registerService(NAME)
ask = "from app.color.screen import *; from mefcore.job import SILENT\\n"
ask += "for name in ('eDP-1', 'HDMI-1'): p = find(Wanted('auto', '', name), SILENT); print(p.source, p.title)"
client = subprocess.Popen([sys.executable, "-c", ask])
timer = QTimer()
timer.timeout.connect(lambda: client.poll() is not None and app.quit())
timer.start(20)
app.exec()
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="there is no D-Bus here")
def test_colord_is_asked_for_the_profile_of_the_screen(tmp_path):
    (tmp_path / "monitor.icc").write_bytes(wide())
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", COLORD, str(tmp_path / "monitor.icc")],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == ["system a test monitor", "none "], done.stderr
