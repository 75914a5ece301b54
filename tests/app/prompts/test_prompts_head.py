"""The head of the Prompts page."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.prompts.prompts_head import REFUSED, PromptsHead
from app.theme import Theme


@pytest.fixture
def head(qtbot: QtBot, theme: Theme) -> PromptsHead:
    made = PromptsHead()
    qtbot.addWidget(made)
    return made


def test_it_counts_what_is_shown_hidden_and_refused(head: PromptsHead) -> None:
    head.show_counts(1, 0, 0)
    assert head._count.text() == "1 prompt"
    assert head.tabs.tabText(REFUSED) == "Refused"
    head.show_counts(1204, 3, 12)
    assert head._count.text() == "1,204 prompts, 3 archived hidden"
    assert head.tabs.tabText(REFUSED) == "Refused 12"


def test_prompts_are_added_only_where_they_may_be(head: PromptsHead) -> None:
    for allowed in (False, True):
        head.allow_changes(allowed)
        assert head.import_file.isEnabled() is allowed
        assert head.propose.isEnabled() is allowed
