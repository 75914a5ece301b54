"""An output made ready to be shown: laid out ahead of time, with what is said beside it."""

from __future__ import annotations

from dataclasses import dataclass

from app.language import tr
from app.theme import Theme
from app.widgets.plain_text import kilobytes, size_text
from app.widgets.safe_document import (
    PLAIN_LIMIT,
    SafeDocument,
    lay_out,
    markdown_document,
    plain_document,
    quick_as_markdown,
)
from optimizer.views import OutputView


@dataclass(frozen=True, slots=True)
class Page:
    """An output made ready to show: its laid-out document and what is said beside it.

    `notice` tells why it is not shown as wished, `offer` what the button beside it says.
    """

    output: OutputView
    document: SafeDocument
    text: str
    size: str
    notice: str = ""
    offer: str = ""


def make_page(
    output: OutputView, theme: Theme, width: int, *, markdown: bool, anyway: bool = False
) -> Page:
    """Lay an output out ahead of time.

    Args:
        output: What is to be read.
        theme: Gives type and colours.
        width: The width of the text, in pixels.
        markdown: Whether it is wished as Markdown.
        anyway: Whether it is shown as wished however long it is.
    """
    text, notice, offer = output.text, "", ""
    if not text.strip():
        document = plain_document("", theme)
        notice = tr("The model answered nothing.") if not text else tr("The answer is blank.")
    elif markdown and (anyway or quick_as_markdown(text)):
        document = markdown_document(text, theme)
    else:
        shown = text
        if len(text) > PLAIN_LIMIT and not anyway:
            shown = text[:PLAIN_LIMIT]
            notice = tr(
                "The first {shown} of {whole}.",
                shown=kilobytes(PLAIN_LIMIT),
                whole=kilobytes(len(text)),
            )
            offer = tr("Show all")
        elif markdown:
            notice = tr("Too much to render as Markdown at once: shown as plain text.")
            offer = tr("Render anyway")
        document = plain_document(shown, theme)
    if not (anyway and len(text) > PLAIN_LIMIT):  # all of a huge text is laid out bit by bit
        lay_out(document, width)
    return Page(output, document, document.toPlainText(), size_text(text), notice, offer)
