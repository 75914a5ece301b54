from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.theme import Theme
from tests.app.compare.desk import Desk


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Desk:
    """A page with a pair on the screen."""
    made = Desk(theme)
    qtbot.addWidget(made.page)
    return made
