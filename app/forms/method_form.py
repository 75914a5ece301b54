"""The settings of a method as fields, each with its range and a line of help."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.language import tr
from app.theme import GAP, HALF, Theme
from app.widgets.card import buddy, label
from app.widgets.number_field import decimal_number, whole_number
from app.widgets.still_fields import still_fields
from app.words.method_words import setting_range
from optimizer.records import Method, MethodSetting, SettingKind, SettingValue

_DECIMALS = 3
_STEPS = 20  # that an arrow key needs through the whole range of a number
_LINES = 4  # that are seen of a text of several
_TEXTS = (SettingKind.TEXT, SettingKind.LINES)


class MethodForm(QWidget):
    """Shows the settings of one method and gives back what is chosen.

    Args:
        method: The method.
        values: What is chosen so far; the rest shows its default.
        theme: Gives sizes.
    """

    changed = Signal()

    def __init__(
        self,
        method: Method,
        values: dict[str, SettingValue],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.fields: dict[str, QWidget] = {}
        self._settings = {setting.name: setting for setting in method.settings}
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(HALF)
        grid.setColumnStretch(2, 1)
        for row, setting in enumerate(method.settings):
            field = self._field(setting, values.get(setting.name, setting.default))
            field.setMinimumWidth(theme.px(100))
            title, help_ = tr(setting.title), tr(setting.help)
            field.setAccessibleName(title)
            field.setAccessibleDescription(help_)
            field.setToolTip(f"{setting.name}: {setting_range(setting)}")
            self.fields[setting.name] = field
            words = buddy(title, field, "")
            words.setWordWrap(True)
            grid.addWidget(words, 2 * row, 0)
            if setting.kind in _TEXTS:
                grid.addWidget(field, 2 * row, 1, 1, 2)
            else:
                grid.addWidget(field, 2 * row, 1, Qt.AlignmentFlag.AlignLeft)
                told = "" if setting.kind is SettingKind.SWITCH else setting_range(setting)
                grid.addWidget(label(told, "small", wrap=True), 2 * row, 2)
            grid.addWidget(label(help_, "small", wrap=True), 2 * row + 1, 0, 1, 3)
            grid.setRowMinimumHeight(2 * row + 1, theme.px(24))
        still_fields(self)

    @property
    def values(self) -> dict[str, SettingValue]:
        """What is chosen, by the name of the setting."""
        return {name: self._value(name) for name in self.fields}

    def reset(self) -> None:
        """Show the defaults."""
        for name, setting in self._settings.items():
            _show(self.fields[name], setting.default)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Lines that wrap tell a scroll area too little: fields would overlap instead of scrolling.
        self.setMinimumHeight(self._grid.totalHeightForWidth(self.width()))

    def _field(self, setting: MethodSetting, value: SettingValue) -> QWidget:
        low, high = setting.low or 0.0, setting.high or 0.0
        if setting.kind is SettingKind.WHOLE:
            whole = whole_number(int(low), int(high), int(value))
            whole.valueChanged.connect(lambda _: self.changed.emit())
            return whole
        if setting.kind is SettingKind.NUMBER:
            step = max((high - low) / _STEPS, 10**-_DECIMALS)
            number = decimal_number(
                low, high, float(value), step=step, decimals=_DECIMALS, bare=True
            )
            number.valueChanged.connect(lambda _: self.changed.emit())
            return number
        if setting.kind is SettingKind.CHOICE:
            box = QComboBox()
            for choice in setting.choices:
                box.addItem(tr(choice), choice)
            _show(box, value)
            box.currentTextChanged.connect(lambda _: self.changed.emit())
            return box
        if setting.kind is SettingKind.SWITCH:
            switch = QCheckBox()
            switch.setChecked(bool(value))
            switch.toggled.connect(lambda _: self.changed.emit())
            return switch
        if setting.kind is SettingKind.LINES:
            lines = QPlainTextEdit(str(value))
            lines.setTabChangesFocus(True)
            line = max(lines.fontMetrics().lineSpacing(), self._theme.px(17))
            lines.setFixedHeight(_LINES * line + 2 * GAP)
            lines.textChanged.connect(self.changed.emit)
            return lines
        text = QLineEdit(str(value))
        text.textChanged.connect(lambda _: self.changed.emit())
        return text

    def _value(self, name: str) -> SettingValue:
        field = self.fields[name]
        if isinstance(field, QComboBox):
            return str(field.currentData())
        if isinstance(field, QCheckBox):
            return field.isChecked()
        if isinstance(field, QLineEdit):
            return field.text()
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText()
        value: SettingValue = field.value()  # type: ignore[attr-defined]
        return value


def _show(field: QWidget, value: SettingValue) -> None:
    if isinstance(field, QComboBox):
        field.setCurrentIndex(field.findData(str(value)))
    elif isinstance(field, QCheckBox):
        field.setChecked(bool(value))
    elif isinstance(field, QLineEdit):
        field.setText(str(value))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(str(value))
    else:
        field.setValue(value)  # type: ignore[attr-defined]
