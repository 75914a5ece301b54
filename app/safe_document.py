"""Text documents that load nothing and run nothing, laid out before they are shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
)

from app.plain_text import visible
from app.theme import LINE_HEIGHT, Theme

MARKDOWN_LIMIT = 50_000  # characters; more takes Qt too long to lay out
PLAIN_LIMIT = 200_000

_DIALECT = (
    QTextDocument.MarkdownFeature.MarkdownNoHTML
    | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
)
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class SafeDocument(QTextDocument):
    """A document that never fetches an image, a style or anything else."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return None


def plain_document(text: str, theme: Theme) -> SafeDocument:
    """Return a text as it is, in reading type.

    Args:
        text: Any text; control characters are made visible.
        theme: Gives the type.
    """
    document = _empty(theme)
    document.setPlainText(visible(text))
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(_airy())
    document.setLayoutEnabled(True)
    return document


def markdown_document(text: str, theme: Theme) -> SafeDocument:
    """Return a text rendered as Markdown; HTML in it stays text and images become their names.

    Args:
        text: Any text; control characters are made visible.
        theme: Gives type and colours.
    """
    document = _empty(theme)
    document.setMarkdown(visible(text), _DIALECT)
    _replace_images(document)
    _dress(document, theme)
    document.setLayoutEnabled(True)
    return document


def lay_out(document: QTextDocument, width: int) -> None:
    """Do the layout for a width now, so that showing the document costs nothing."""
    if width > 0 and document.textWidth() != width:
        document.setTextWidth(width)
        document.size()


def _empty(theme: Theme) -> SafeDocument:
    document = SafeDocument()
    document.setUndoRedoEnabled(False)
    document.setLayoutEnabled(False)
    document.setDefaultFont(theme.reading_font())
    document.setDocumentMargin(0)
    return document


def _airy() -> QTextBlockFormat:
    block = QTextBlockFormat()
    block.setLineHeight(LINE_HEIGHT, _PROPORTIONAL)
    return block


def _replace_images(document: QTextDocument) -> None:
    found = []
    block = document.begin()
    while block.isValid():
        for start, end, form in _pieces(block):
            if form.isImageFormat():
                image = form.toImageFormat()
                name = image.property(QTextFormat.Property.ImageAltText) or image.name()
                found.append((start, end, str(name or "")))
        block = block.next()
    for start, end, name in reversed(found):
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(f"[image: {name}]" if name else "[image]", QTextCharFormat())


def _dress(document: QTextDocument, theme: Theme) -> None:
    """Give Markdown blocks our own spacing, code its background and links their colour."""
    gap = theme.px(8)
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        shape = QTextBlockFormat(block.blockFormat())
        if _is_code(block):
            shape.setBackground(QColor(theme.colours.hover))
            shape.setLineHeight(130, _PROPORTIONAL)
        else:
            shape.setLineHeight(LINE_HEIGHT, _PROPORTIONAL)
            shape.setTopMargin(gap if shape.headingLevel() else 0)
            shape.setBottomMargin(0 if block.textList() else gap)
        cursor.setBlockFormat(shape)
        for start, end, form in _pieces(block):
            dress = _character_format(form, theme)
            if dress is not None:
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(dress)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        table = frame.frameFormat().toTableFormat()
        if table.isValid():
            table.setBorder(1)
            table.setBorderBrush(QColor(theme.colours.border_strong))
            table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            table.setBorderCollapse(True)
            table.setCellPadding(theme.px(4))
            table.setCellSpacing(0)
            frame.setFrameFormat(table)


def _character_format(form: QTextCharFormat, theme: Theme) -> QTextCharFormat | None:
    """Return what to merge into a piece of text, or None when it is fine as it is."""
    dress = QTextCharFormat()
    if form.isAnchor():
        # Shown as what it is, but it leads nowhere.
        dress.setForeground(QColor(theme.colours.accent))
        dress.setFontUnderline(True)
        dress.setAnchor(False)
        dress.setToolTip(form.anchorHref())
    elif form.fontFixedPitch():
        mono = theme.mono_font()
        dress.setFontFamilies(mono.families())
        dress.setFontPointSize(0)
        dress.setProperty(QTextFormat.Property.FontPixelSize, theme.px(14))
        dress.setBackground(QColor(theme.colours.hover))
    elif form.fontWeight() > QFont.Weight.Normal:
        dress.setFontWeight(QFont.Weight.DemiBold)
    else:
        return None
    return dress


def _is_code(block: QTextBlock) -> bool:
    shape = block.blockFormat()
    return shape.hasProperty(QTextFormat.Property.BlockCodeFence) or shape.nonBreakableLines()


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return start, end and format of the pieces of a block, taken before any is changed."""
    result = []
    iterator = block.begin()
    while not iterator.atEnd():
        piece = iterator.fragment()
        start = piece.position()
        result.append((start, start + piece.length(), piece.charFormat()))
        iterator += 1
    return result
