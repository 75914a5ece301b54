"""What a report on a bug holds, and what stays out of it."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.dialogs.crash_dialog import CrashDialog
from app.dialogs.crash_report import LEFT_OUT, entries, last_lines, report_text, without_messages
from app.dialogs.log_dialog import LogDialog
from app.requests import SaveText
from app.theme import Theme

PROMPT = "Answer kindly: {{message}}\n  Traceback of nothing\nFile under S."
LOG = """2026-11-21 09:00:00,000 INFO app: opened
2026-11-21 09:00:01,000 WARNING app.messages: The key was refused
2026-11-21 09:00:02,000 ERROR app: it broke
Traceback (most recent call last):
  File "x.py", line 1, in f
ValueError: broken
2026-11-21 09:00:03,000 INFO app: went on
"""


def trace() -> str:
    """Return the traceback of an error, caused by another one, that both quote a prompt."""
    try:
        try:
            raise KeyError(PROMPT)
        except KeyError as first:
            raise ValueError(f"cannot use {PROMPT}") from first
    except ValueError as second:
        return "".join(traceback.format_exception(second))


def test_no_prompt_is_in_the_report_unless_ticked() -> None:
    text = report_text(f"cannot use {PROMPT}", trace())
    for line in PROMPT.splitlines():
        assert line.strip() not in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert text.count(LEFT_OUT) == 2
    assert "test_crash_report.py" in text
    assert "Answer kindly" in report_text("x", trace(), with_message=True)


def test_what_only_looks_like_a_place_in_a_message_stays_out() -> None:
    text = without_messages(
        'Traceback (most recent call last):\n  File "a.py", line 1\nErr: one\n  File "secret"\n'
    )
    assert "secret" not in text


@pytest.mark.parametrize(
    "secret",
    ["sk-abcdefgh12345678", "Bearer abcdefgh1234", "api_key=abcdefgh1234", "hf_abcdefgh12345"],
)
def test_nothing_like_a_key_and_no_home_is_ever_in_it(secret: str) -> None:
    text = report_text("x", f"E: {secret} {Path.home()}/notes", with_message=True, log=secret)
    assert secret.split(" ")[-1].split("=")[-1] not in text
    assert str(Path.home()) not in text


def test_the_end_of_a_file_is_read_whatever_is_in_it(tmp_path: Path) -> None:
    file = tmp_path / "log"
    assert last_lines(file) == ""
    file.write_bytes(b"\xff\xfe\n" + b"".join(b"line %d\n" % n for n in range(10_000)))
    assert last_lines(file, 3) == "line 9997\nline 9998\nline 9999"


def test_entries_stay_whole_and_can_be_narrowed() -> None:
    errors = entries(LOG, frozenset({"ERROR"}))
    assert errors.splitlines()[0].endswith("it broke")
    assert errors.splitlines()[-1] == "ValueError: broken"
    assert entries(LOG, frozenset(), "REFUSED").endswith("The key was refused")
    assert entries(LOG, frozenset()) == LOG.rstrip("\n")
    assert entries("", frozenset()) == ""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "logs" / "pairtune.log"
    file.parent.mkdir()
    file.write_text(LOG)
    return file


def test_the_dialog_shows_exactly_what_is_copied_and_saved(
    qtbot: QtBot, theme: Theme, log: Path
) -> None:
    dialog = CrashDialog(theme, "it broke", trace(), log)
    qtbot.addWidget(dialog)
    asked: list[object] = []
    dialog.request.connect(asked.append)
    assert "Answer kindly" not in dialog.report
    assert "went on" not in dialog.report
    dialog.with_message.click()
    dialog.with_log.click()
    assert "Answer kindly" in dialog.report
    assert "went on" in dialog.report
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.report
    dialog.save.click()
    assert asked == [SaveText(dialog.report, "pairtune-report.txt")]


def test_the_log_can_be_read_narrowed_and_read_again(qtbot: QtBot, theme: Theme, log: Path) -> None:
    dialog = LogDialog(theme, log)
    qtbot.addWidget(dialog)
    assert "opened" in dialog.text.toPlainText()
    dialog.level.setCurrentIndex(2)
    assert "opened" not in dialog.text.toPlainText()
    dialog.level.setCurrentIndex(0)
    dialog.words.setText("no such words")
    assert dialog.text.toPlainText() == ""
    dialog.words.clear()
    log.write_text(LOG + "2026-11-21 09:00:04,000 INFO app: later\n")
    dialog.read()
    assert dialog.text.toPlainText().endswith("later")
    assert logging.getLevelName(logging.ERROR) in dialog.text.toPlainText()


def test_the_log_opens_at_its_last_line_with_the_beginning_in_sight(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    log = tmp_path / "pairtune.log"
    log.write_text(LOG * 40 + "2026-11-21 09:00:04,000 INFO app: " + "long " * 400 + "\n")
    dialog = LogDialog(theme, log)
    qtbot.addWidget(dialog)
    dialog.resize(700, 500)
    dialog.show()
    down = dialog.text.verticalScrollBar()
    assert down.value() == down.maximum()
    assert dialog.text.horizontalScrollBar().value() == 0
