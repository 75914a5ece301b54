"""The keys that read on in the outputs where no control wants them for itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider

_Scroll = QAbstractSlider.SliderAction
_SCROLLS = {
    Qt.Key.Key_Up: _Scroll.SliderSingleStepSub,
    Qt.Key.Key_Down: _Scroll.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: _Scroll.SliderPageStepSub,
    Qt.Key.Key_PageDown: _Scroll.SliderPageStepAdd,
    Qt.Key.Key_Home: _Scroll.SliderToMinimum,
    Qt.Key.Key_End: _Scroll.SliderToMaximum,
}


def scroll_of(event: QKeyEvent) -> QAbstractSlider.SliderAction | None:
    """Return how far a key scrolls; None for a key that does not, or one with a modifier."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    return _SCROLLS.get(Qt.Key(event.key()))
