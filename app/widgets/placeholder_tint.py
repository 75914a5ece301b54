"""Tints `{{placeholders}}` wherever a prompt is shown or written."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from app.theme import Theme
from optimizer.template import placeholders

_BRACES = re.compile(r"\{\{[^{}]+\}\}")


class PlaceholderTint(QSyntaxHighlighter):
    """Tints known placeholders; one without a column is underlined with a wave as well."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._known: frozenset[str] | None = None
        theme.changed.connect(self.rehighlight)

    def set_known(self, columns: frozenset[str] | None) -> None:
        """Name the columns there are; None takes every placeholder for known."""
        if columns != self._known:
            self._known = columns
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for match in _BRACES.finditer(text):
            for name in placeholders(match[0]):
                known = self._known is None or name in self._known
                start = len(text[: match.start()].encode("utf-16-le", "surrogatepass")) // 2
                length = len(match[0].encode("utf-16-le", "surrogatepass")) // 2
                self.setFormat(start, length, self._format(known))

    def _format(self, known: bool) -> QTextCharFormat:
        colours = self._theme.colours
        form = QTextCharFormat()
        form.setForeground(QColor(colours.placeholder if known else colours.error))
        form.setBackground(QColor(colours.placeholder_tint if known else colours.error_tint))
        if not known:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(QColor(colours.error))
        return form
