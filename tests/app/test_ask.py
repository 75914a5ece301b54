"""Where the dialogs for files begin."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.ask import Ask, documents


def test_a_dialog_begins_where_the_last_file_lay(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    begun: list[str] = []
    answers = ["", str(tmp_path / "mails.csv"), str(tmp_path / "out" / "mails.pairtune"), ""]

    def answer(
        parent: object, title: str, place: str, kinds: str, **more: object
    ) -> tuple[str, str]:
        begun.append(place)
        return answers[len(begun) - 1], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    ask = Ask(window)
    assert ask.open_file("Open") is None
    ask.open_file("Open")
    ask.save_file("Save", "mails.pairtune")
    ask.open_file("Open")
    assert begun == [
        str(documents()),
        str(documents()),
        str(tmp_path / "mails.pairtune"),
        str(tmp_path / "out"),
    ]


def test_a_file_that_must_be_new_gets_a_name_that_is_free(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    asked: list[tuple[str, object]] = []

    def answer(parent: object, title: str, place: str, kinds: str, options: object) -> object:
        asked.append((place, options))
        return str(tmp_path / "mails.pairtune"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    monkeypatch.setattr("app.ask.documents", lambda: tmp_path)
    (tmp_path / "mails.pairtune").touch()
    (tmp_path / "mails 2.pairtune").touch()
    Ask(window).save_file("New", "mails.pairtune", fresh=True)
    option = QFileDialog.Option.DontConfirmOverwrite
    assert asked == [(str(tmp_path / "mails 3.pairtune"), option)]
