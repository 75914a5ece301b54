"""Documents out of model text: nothing is loaded, nothing takes for ever."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QUrl

from app.theme import Theme
from app.widgets.safe_document import (
    MARKDOWN_LIMIT,
    lay_out,
    markdown_document,
    markdown_weight,
    plain_document,
)

ODD = st.text(st.characters(exclude_categories=()), max_size=300)
MARKUP = st.lists(
    st.sampled_from(["**", "`", "```\n", "\n\n", "| a | b |\n", "|-|-|\n", "- ", "1. ", "> "])
    | st.sampled_from(
        ["[x](y)", "![i](u)", "# ", "<b>", "</b>", "word ", "عربي ", "您好", "---\n"]
    ),
    max_size=40,
).map("".join)
AS_IS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.mark.parametrize("kind", [1, 2, 3])
def test_nothing_is_loaded(theme: Theme, kind: int) -> None:
    document = markdown_document("![x](http://127.0.0.1:9/a.png)", theme)
    assert document.loadResource(kind, QUrl("http://127.0.0.1:9/a.png")) is None
    assert document.resource(kind, QUrl("file:///etc/passwd")) is None


def test_links_are_shown_but_lead_nowhere(theme: Theme) -> None:
    document = markdown_document("see [here](http://127.0.0.1:9/)", theme)
    anchors = []
    block = document.begin()
    while block.isValid():
        piece = block.begin()
        while not piece.atEnd():
            anchors.append(piece.fragment().charFormat().isAnchor())
            piece += 1
        block = block.next()
    assert document.toPlainText().strip() == "see here"
    assert not any(anchors)


def test_html_in_markdown_stays_text(theme: Theme) -> None:
    document = markdown_document("a <b>b</b>\n\n<script>alert(1)</script>", theme)
    assert "<b>b</b>" in document.toPlainText()
    assert "<script>" in document.toPlainText()


def test_a_table_keeps_its_headings(theme: Theme) -> None:
    document = markdown_document("```\ncode\n```\n\n| Day | Place |\n|-|-|\n| Tue | Hub |\n", theme)
    cells = [line for line in document.toPlainText().splitlines() if line]
    assert cells == ["code", "Day", "Place", "Tue", "Hub"]


def test_markup_weighs_more_than_words() -> None:
    assert markdown_weight("plain words " * 1000) == 12_000
    assert markdown_weight("**b** " * 5000) > MARKDOWN_LIMIT
    assert markdown_weight("| a |\n" * 5000) > MARKDOWN_LIMIT
    assert markdown_weight("x" * 60_000) > MARKDOWN_LIMIT


@AS_IS
@given(ODD)
def test_any_text_can_be_shown_plain(theme: Theme, text: str) -> None:
    document = plain_document(text, theme)
    lay_out(document, 400)
    assert document.textWidth() == 400


@AS_IS
@given(MARKUP)
def test_any_markup_can_be_rendered(theme: Theme, text: str) -> None:
    document = markdown_document(text, theme)
    lay_out(document, 400)
    assert "\ufffc" not in document.toPlainText()
