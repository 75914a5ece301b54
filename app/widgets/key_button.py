"""A button that prints its key on itself, as a small key cap after the text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from app.keymap import key_text
from app.theme import GAP, HALF, Theme

PICTURE = 16  # pixels of an icon
LEAST_TEXT = 24  # pixels of its text that a button without an icon always shows


class KeyButton(QPushButton):
    """A push button with a text, a key cap and, where given, an icon.

    Args:
        text: What it says.
        theme: Gives colours and type.
        kind: Its look in the style sheet.
        icon: The name of an icon before the text; empty for none.
    """

    def __init__(
        self,
        text: str,
        theme: Theme,
        kind: str = "verdict",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._icon_name = icon
        self._short = ""
        self._stand_in = ""
        self._key = ""
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_key(self, key: str) -> None:
        """Print another key; an empty one prints none."""
        self._key = key_text(key)
        self.setToolTip(f"{self.text()} ({self._key})" if key else self.text())
        self.updateGeometry()
        self.update()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self.update()

    def say_shorter(self, text: str = "", icon: str = "") -> None:
        """Say what stands for the text where room is short.

        Args:
            text: A shorter text; empty for none.
            icon: An icon where there is no room for the shorter text either; empty for none.
        """
        self._short, self._stand_in = text, icon
        self.updateGeometry()

    def ways(self) -> tuple[int, ...]:
        """Return the width of each way in which it can be shown, the longest first."""
        metrics, rest = self.fontMetrics(), self._pad() + self._cap_width()
        picture = self._picture_width()
        said = [metrics.horizontalAdvance(text) + picture for text in self._texts()]
        if self._icon_name or self._stand_in:
            said.append(self._theme.px(PICTURE) + HALF)
        return tuple(width + rest for width in said)

    def sizeHint(self) -> QSize:
        # The style's own hint has a least width that is too much for a row of small buttons.
        return QSize(self.ways()[0], super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        # Where room is short an icon can stand for its text, and a text can be cut.
        least = self.ways()[-1]
        if not (self._icon_name or self._stand_in):
            words = self.fontMetrics().horizontalAdvance(self._texts()[-1])
            least -= words - min(words, self._theme.px(LEAST_TEXT))
        return QSize(least, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        metrics = self.fontMetrics()
        cap = self._cap_width()
        text, icon_name = self._fitting()
        picture = self._theme.px(PICTURE) + HALF if icon_name else 0
        words = metrics.horizontalAdvance(text)
        left = (self.width() - picture - words - cap) / 2
        colour = self._colour()
        if icon_name:
            side = self._theme.px(PICTURE)
            icon = self._theme.icon(icon_name, colour)
            top = round((self.height() - side) / 2)
            icon.paint(painter, round(left), top, side, side)
        painter.setPen(QColor(colour))
        area = QRectF(left + picture, 0, words + 1, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
        if self._key:
            self._paint_cap(painter, left + picture + words + GAP)
        painter.end()

    def _texts(self) -> tuple[str, ...]:
        """Return what it can say, the longest first."""
        return (self.text(), self._short) if self._short else (self.text(),)

    def fitting_text(self) -> str:
        """Return what it says in the room that it has; empty where an icon says it all."""
        return self._fitting()[0]

    def _fitting(self) -> tuple[str, str]:
        """Return the text and the icon that there is room for."""
        metrics, texts = self.fontMetrics(), self._texts()
        room = self.width() - self._cap_width() - GAP
        beside = room - self._picture_width()
        for text in texts:
            if metrics.horizontalAdvance(text) <= beside:
                return text, self._icon_name
        if self._icon_name or self._stand_in:
            return "", self._icon_name or self._stand_in
        return metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, max(0, room)), ""

    def _pad(self) -> int:
        return self._theme.px(HALF if self.property("kind") == "quiet" else GAP) + GAP

    def _paint_cap(self, painter: QPainter, left: float) -> None:
        colours = self._theme.colours
        metrics = QFontMetrics(self._cap_font())
        high = metrics.height() + 1
        box = QRectF(left, (self.height() - high) / 2, self._cap_width() - GAP, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.border_strong if self.isEnabled() else colours.border)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setFont(self._cap_font())
        painter.setPen(QColor(colours.muted if self.isEnabled() else colours.disabled))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _colour(self) -> str:
        colours = self._theme.colours
        if not self.isEnabled():
            return colours.disabled
        return colours.accent if self.isChecked() else colours.text

    def _cap_font(self) -> QFont:
        font = self.font()
        font.setPixelSize(max(9, round(self.fontInfo().pixelSize() * 0.85)))
        return font

    def _cap_width(self) -> int:
        if not self._key:
            return 0
        words = QFontMetrics(self._cap_font()).horizontalAdvance(self._key)
        return GAP + max(self._theme.px(16), words + 2 * HALF)

    def _picture_width(self) -> int:
        return self._theme.px(PICTURE) + HALF if self._icon_name else 0
