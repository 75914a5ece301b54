"""Text documents that load nothing and run nothing, laid out before they are shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextOption,
    QTextTable,
)

from app.language import tr
from app.theme import Theme
from app.widgets.plain_text import visible

TAB_LETTERS = 4  # how far a tabulator reaches, in letters of code
MARKDOWN_LIMIT = 40_000  # the weight of what Qt renders without a pause that is felt
MARK_WEIGHT = 14  # letters that take Qt as long as a character of markup
LINE_WEIGHT = 30  # letters that take Qt as long as an item of a list

_MARKS = b"*_`[(|"
_LONG_WORDS = 200  # letters on average; where no line can be broken, Qt looks ever further
_DIALECT = (
    QTextDocument.MarkdownFeature.MarkdownNoHTML
    | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
)
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class SafeDocument(QTextDocument):
    """A document that never fetches an image, a style or anything else."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return None


def markdown_weight(text: str) -> int:
    """Return what rendering a text as Markdown costs, in Latin letters."""
    letters = text.encode("utf-8", "surrogatepass")
    marks = len(letters) - len(letters.translate(None, _MARKS))
    signs = 3 * len(letters) - 2 * len(text)  # the more bytes a sign has, the more Qt has to do
    weight = max(signs + LINE_WEIGHT * letters.count(b"\n"), MARK_WEIGHT * marks)
    gaps = letters.count(b" ") + letters.count(b"\n")
    endless = letters.isascii() and gaps * _LONG_WORDS < len(letters)
    return 2 * weight if endless else weight


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
    cursor.mergeBlockFormat(airy(theme))
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
    # One edit for all: each on its own would make Qt go through the block again and again.
    changes = QTextCursor(document)
    changes.beginEditBlock()
    _replace_images(document)
    _dress(document, theme)
    changes.endEditBlock()
    document.setLayoutEnabled(True)
    return document


def lay_out(document: QTextDocument, width: int) -> None:
    """Do the layout for a width now, so that showing the document costs nothing."""
    if width > 0 and document.textWidth() != width:
        document.setTextWidth(width)
        document.size()


def airy(theme: Theme) -> QTextBlockFormat:
    """Return the block format of reading text."""
    block = QTextBlockFormat()
    block.setLineHeight(theme.line_height(), _PROPORTIONAL)
    return block


def _empty(theme: Theme) -> SafeDocument:
    document = SafeDocument()
    document.setUndoRedoEnabled(False)
    document.setLayoutEnabled(False)
    document.setDefaultFont(theme.reading_font())
    document.setDocumentMargin(0)
    option = document.defaultTextOption()
    # As readers have it: one that had to change it would lay everything out once more.
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    letter = QFontMetricsF(theme.mono_font()).averageCharWidth()
    option.setTabStopDistance(TAB_LETTERS * letter)
    document.setDefaultTextOption(option)
    return document


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
        words = tr("[image: {name}]", name=name) if name else tr("[image]")
        cursor.insertText(words, QTextCharFormat())


def _dress(document: QTextDocument, theme: Theme) -> None:
    """Give Markdown blocks our own spacing, code its background and links their colour."""
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, theme)
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        cursor.setBlockFormat(_block_format(block, theme))
        for start, end, form in _pieces(block):
            dress = _character_format(form, theme, code=_is_code(block))
            if dress is not None:
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(dress)
        block = block.next()


def _block_format(block: QTextBlock, theme: Theme) -> QTextBlockFormat:
    gap = theme.px(8)
    shape = QTextBlockFormat(block.blockFormat())
    if _is_code(block):
        shape.setBackground(QColor(theme.colours.hover))
        shape.setTopMargin(0)
        shape.setBottomMargin(0 if block.next().isValid() and _is_code(block.next()) else gap)
        return shape
    shape.setLineHeight(theme.line_height(), _PROPORTIONAL)
    if QTextCursor(block).currentTable() is not None:
        shape.setTopMargin(0)
        shape.setBottomMargin(0)
        return shape
    if shape.hasProperty(QTextFormat.Property.BlockQuoteLevel):
        shape.setLeftMargin(gap * 2)
        shape.setRightMargin(gap * 2)
    shape.setTopMargin(gap if shape.headingLevel() else 0)
    within_list = block.textList() is not None and block.next().textList() is not None
    shape.setBottomMargin(0 if within_list else gap)
    return shape


def _dress_table(table: QTextTable, theme: Theme) -> None:
    shape = table.format().toTableFormat()
    shape.setBorder(1)
    shape.setBorderBrush(QColor(theme.colours.border_strong))
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderCollapse(True)
    shape.setCellPadding(theme.px(4))
    shape.setCellSpacing(0)
    shape.setBottomMargin(theme.px(8))
    table.setFormat(shape)
    heavy = QTextCharFormat()
    heavy.setFontWeight(QFont.Weight.DemiBold)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        cursor = cell.firstCursorPosition()
        # Qt leaves an empty block before the first heading when the table follows code.
        if not cursor.block().text() and cursor.block() != cell.lastCursorPosition().block():
            cursor.deleteChar()
        cursor = cell.firstCursorPosition()
        cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(heavy)


def _character_format(form: QTextCharFormat, theme: Theme, *, code: bool) -> QTextCharFormat | None:
    """Return what to merge into a piece of text, or None when it is fine as it is."""
    dress = QTextCharFormat()
    if form.isAnchor():
        # Shown as what it is, but it leads nowhere.
        dress.setForeground(QColor(theme.colours.accent))
        dress.setFontUnderline(True)
        dress.setAnchor(False)
        dress.setToolTip(form.anchorHref())
    elif code or form.fontFixedPitch():
        mono = theme.mono_font()
        dress.setFontFamilies(mono.families())
        dress.setProperty(QTextFormat.Property.FontPixelSize, theme.px(14))
        if not code:
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
