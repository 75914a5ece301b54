from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.data.data_page import DataPage
from app.theme import Theme
from optimizer.records import Caps
from tests.app.build_views import MODELS, Recorder


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> DataPage:
    made = DataPage(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.set_defaults(dict(MODELS), Caps(calls=500))
    made.show()
    return made


@pytest.fixture
def heard(page: DataPage) -> Recorder:
    return Recorder(page)
