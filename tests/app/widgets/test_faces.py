"""What is hidden claims no room."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.widgets.faces import Faces


def test_only_the_face_that_is_shown_claims_room(qtbot: QtBot) -> None:
    faces = Faces()
    qtbot.addWidget(faces)
    small, large = QLabel("small"), QLabel("many words that wrap " * 40)
    large.setWordWrap(True)
    large.setMinimumSize(300, 400)
    faces.addWidget(small)
    faces.addWidget(large)
    assert faces.minimumSizeHint() == small.minimumSizeHint()
    assert not faces.hasHeightForWidth()
    faces.setCurrentWidget(large)
    assert faces.hasHeightForWidth()
    assert faces.heightForWidth(300) == large.heightForWidth(300)
    assert faces.sizeHint() == large.sizeHint()
