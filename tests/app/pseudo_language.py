"""A language in which every text that was looked up can be told from one that was not.

Its letters are the wide ones of East Asian type, so whatever is still written in ASCII was never
handed to `tr`, or is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from gettext import NullTranslations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGraphicsScene,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QTextEdit,
    QTreeWidget,
    QWidget,
)

from app import language

_KEPT = re.compile(r"\{\{|\}\}|\{[^{}]*\}|%[A-Za-z]|[A-Za-z]")
_WORD = re.compile(r"[A-Za-z]{2,}")
# Names of keys and of things that are called the same everywhere.
_EVERYWHERE = ("PairTune", "Ctrl", "Alt", "Shift", "Return", "Esc")


class _Pseudo(NullTranslations):
    def gettext(self, message: str) -> str:
        return foreign(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return foreign(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return foreign(message)


def foreign(text: str) -> str:
    """Return a text in the pseudo language; places for values stay."""
    return _KEPT.sub(lambda found: _wide(found.group()), text)


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak the pseudo language until the test is over."""
    pseudo = _Pseudo()
    monkeypatch.setenv(language.VARIABLE, "de")
    monkeypatch.setattr(language, "_catalogue", lambda code: pseudo)


def leak(text: str, data: Iterable[str] = ()) -> list[str]:
    """Return the words of a text that never were looked up.

    Args:
        text: What is shown.
        data: What the test itself gave to be shown.
    """
    return _WORD.findall(_given(frozenset(data)).sub(" ", text))


def leaks(root: QWidget, data: Iterable[str] = ()) -> list[str]:
    """Return every text of a widget and what is in it that never was looked up.

    Args:
        root: The widget.
        data: What the test itself gave to be shown.
    """
    given = frozenset(data)
    found = []
    for widget in (root, *root.findChildren(QWidget), *root.findChildren(QAction)):
        for what, text in _texts(widget):
            if leak(text, given):
                found.append(f"{type(widget).__name__} {what}: {text!r}")
    return sorted(set(found))


@cache
def _given(data: frozenset[str]) -> re.Pattern[str]:
    known = sorted(filter(None, data | set(_EVERYWHERE)), key=len, reverse=True)
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, known))})(?![A-Za-z])")


def _wide(kept: str) -> str:
    return chr(ord(kept) + 0xFEE0) if len(kept) == 1 else kept


def _texts(widget: QObject) -> Iterator[tuple[str, str]]:
    if isinstance(widget, QAction):
        if not isinstance(widget.parent(), QGraphicsScene):  # menus of pyqtgraph, never shown
            yield "text", widget.text()
        return
    if _is_qt_s_own(widget):
        return
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    yield "tip", widget.toolTip().removeprefix('<p style="white-space: pre-wrap">')
    yield "window", widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield "text", widget.text()
    elif isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        yield "hint", widget.placeholderText()
    elif isinstance(widget, QAbstractSpinBox):
        yield "none", widget.specialValueText()
        if isinstance(widget, QSpinBox | QDoubleSpinBox):
            yield "unit", f"{widget.prefix()} {widget.suffix()}"
    elif isinstance(widget, QComboBox):
        yield from (("item", widget.itemText(at)) for at in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (("tab", widget.tabText(at)) for at in range(widget.count()))
    elif isinstance(widget, QGroupBox | QMenu):
        yield "title", widget.title()
    elif isinstance(widget, QAbstractItemView):
        yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    model = view.model()
    if model is None or isinstance(view.parentWidget(), QComboBox):
        return
    across = Qt.Orientation.Horizontal
    roles = (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleDescriptionRole,
    )
    columns = 1 if isinstance(view, QListView) else model.columnCount()
    for column in range(columns):
        for role in roles[:2]:
            headed = isinstance(view, QTreeWidget) and view.isHeaderHidden()
            yield "heading", "" if headed else str(model.headerData(column, across, role) or "")
        for row in range(model.rowCount()):
            for role in roles:
                text = str(model.index(row, column).data(role) or "")
                yield "cell", text.removeprefix('<p style="white-space: pre-wrap">')


def _is_qt_s_own(widget: QWidget) -> bool:
    """Tell whether a widget's texts come from Qt's own catalogue."""
    parent = widget.parentWidget()
    if isinstance(parent, QDialogButtonBox) and isinstance(widget, QAbstractButton):
        return parent.standardButton(widget) != QDialogButtonBox.StandardButton.NoButton
    return isinstance(parent, QTabBar) or widget.objectName().startswith("qt_")
