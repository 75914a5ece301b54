"""What is seen has a new style at once, what is hidden a little later."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from app.colours import DARK
from app.late_style import LateStyle
from app.theme import Theme


def labelled(kind: str) -> QLabel:
    label = QLabel("words")
    label.setProperty("kind", kind)
    return label


@pytest.fixture
def pages(qtbot: QtBot, theme: Theme) -> QStackedWidget:
    """Two pages that were both seen; the first is shown."""
    made = QStackedWidget()
    for _ in range(2):
        made.addWidget(labelled("muted"))
    qtbot.addWidget(made)
    made.show()
    made.setCurrentIndex(1)
    made.setCurrentIndex(0)
    return made


def colour(label: QWidget) -> str:
    return label.palette().color(label.foregroundRole()).name()


def test_hidden_pages_follow_a_moment_later(
    qtbot: QtBot, theme: Theme, pages: QStackedWidget
) -> None:
    theme.set_appearance("dark")
    assert colour(pages.widget(0)) == DARK.muted
    qtbot.waitUntil(lambda: colour(pages.widget(1)) == DARK.muted)
    theme.set_zoom(2.0)
    qtbot.waitUntil(lambda: pages.widget(1).font().pixelSize() == theme.px(13))


def test_what_changed_its_kind_meanwhile_looks_as_it_should(
    qtbot: QtBot, theme: Theme, pages: QStackedWidget
) -> None:
    hidden = pages.widget(1)
    theme.set_appearance("dark")
    hidden.setProperty("kind", "")
    qtbot.waitUntil(lambda: colour(hidden) == DARK.text)


def test_what_is_deleted_meanwhile_does_no_harm(qtbot: QtBot, theme: Theme) -> None:
    late = LateStyle(QApplication.instance())  # type: ignore[arg-type]
    one, other = QPushButton("one"), QPushButton("other")
    for button in (one, other):
        qtbot.addWidget(button)
        button.ensurePolished()
    with late.sparing_hidden():
        pass
    one.deleteLater()
    QApplication.sendPostedEvents(one, 0)
    late.finish()
    other.show()
    assert other.isVisible()


def test_changing_twice_in_a_row_leaves_nothing_behind(
    qtbot: QtBot, theme: Theme, pages: QStackedWidget
) -> None:
    theme.set_appearance("dark")
    theme.set_zoom(1.5)
    theme.set_zoom(1.0)
    theme.set_appearance("light")
    theme.set_appearance("dark")
    qtbot.waitUntil(lambda: colour(pages.widget(1)) == DARK.muted)
