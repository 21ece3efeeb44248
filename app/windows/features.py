"""Every feature of the window, in the order in which they are made."""

from __future__ import annotations

from app.instruments.histogram_feature import Instruments
from app.instruments.lut import LutInstruments
from app.instruments.picker import Picker
from app.keeping.feature import Keeping
from app.windows.batching import Batching
from app.windows.creative import CreativeLut
from app.windows.feature import Feature
from app.windows.habits import Habits
from app.windows.hints import Hints
from app.windows.looking import LookCommands
from app.windows.lutexport import LutExport
from app.windows.preferences import Preferences
from app.windows.remembering import Remembering
from app.windows.seriesdesk import SeriesDesk
from app.windows.sets import SetCommands
from app.windows.thrift import Thrift
from app.windows.viewing import Viewing

FEATURES: tuple[type[Feature], ...] = (
    Keeping,
    LookCommands,
    Instruments,
    Picker,
    LutInstruments,
    Viewing,
    Remembering,
    SetCommands,
    Batching,
    LutExport,
    CreativeLut,
    SeriesDesk,
    Habits,
    Preferences,
    Hints,
    Thrift,
)
