"""Charts and their numbers can be saved."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.progress.chart_card import ChartCard
from app.progress.progress_page import MATRIX, ProgressPage
from app.requests import SaveBytes, SaveText
from app.theme import Theme
from optimizer.events import CurveChanged, PoolChanged, StatusChanged
from tests.app.build_views import Recorder, curve, pool_view, status


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> ProgressPage:
    made = ProgressPage(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    for event in (PoolChanged(pool_view()), CurveChanged(curve()), StatusChanged(status())):
        made.handle(event)
    made._throttle.flush()
    made._tabs.setCurrentIndex(MATRIX)
    return made


def save(card: ChartCard, kind: str) -> None:
    next(a for a in card.save.menu().actions() if kind in a.text()).trigger()


@pytest.mark.parametrize("name", ["curve_card", "strength_card", "matrix_card"])
def test_a_chart_is_saved_as_picture_and_as_drawing(page: ProgressPage, name: str) -> None:
    heard = Recorder(page)
    card = getattr(page, name)
    size = card._chart.size()  # of a hidden tab, so that drawing it may lay it out anew
    save(card, "PNG")
    save(card, "SVG")
    picture, drawing = heard.requests
    assert isinstance(picture, SaveBytes)
    assert picture.suggested_name.endswith(".png")
    image = QImage.fromData(picture.data)
    assert image.size() == size * 2
    assert isinstance(drawing, SaveText)
    tags = [each.tag.rpartition("}")[2] for each in ElementTree.fromstring(drawing.text).iter()]
    assert "text" in tags
    assert tags.count("image") <= 2  # lines and letters; only the curve's dots are pixels


def test_every_card_saves_its_numbers(page: ProgressPage) -> None:
    heard = Recorder(page)
    for card in (page.curve_card, page.spend_card, page.gain_card, page.matrix_card):
        save(card, "CSV")
    rows = [request.text.splitlines() for request in heard.requests]
    assert rows[0][0] == "Votes,Recommended,Best new prompt,Win rate,From,To,P(beats start)"
    assert len(rows[0]) == 31
    assert rows[1][-1].endswith('"$0.0123, 14 calls unpriced"')
    assert [a.text() for a in page.gain_card.save.menu().actions()] == ["Numbers (CSV) …"]
