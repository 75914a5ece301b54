"""A file as the Data page is told of it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.data.data_page import DataPage
from app.requests import Answered, LoadData, MakeExamples, OpenDataFile
from optimizer.dataset import to_examples
from tests.app.build_views import Recorder, table, table_info

PROMPT = "Reply to {{customer}}.\n\nMessage: {{message}}"


def button(page: DataPage, text: str) -> QPushButton:
    # What was added to a layout is shown by the event loop.
    QApplication.processEvents()
    return next(
        b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(page)
    )


def said(page: DataPage, name: str) -> str:
    return next(w.text() for w in page.findChildren(QLabel, name) if w.isVisibleTo(page))


def split_rows(page: DataPage, heard: Recorder) -> None:
    asked = heard.last(MakeExamples)
    page.receive(Answered(asked, to_examples(asked.rows, asked.columns, asked.held_out_share)))


def read_file(page: DataPage, heard: Recorder, number: int = 3, total: int | None = None) -> None:
    page.receive(Answered(OpenDataFile(), table_info(number)))
    page.receive(Answered(heard.last(LoadData), table(number, total)))
    split_rows(page, heard)
