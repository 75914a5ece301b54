"""Where things are kept: the data folder and the project, and whether projects open with us."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ask import SUFFIX
from app.association import associate, offered
from app.jobs import Jobs
from app.language import tr
from app.requests import Answered, Failed, Reply
from app.theme import GAP
from app.widgets.card import label
from app.words.fault_words import fault_words


class PlacesForm(QWidget):
    """Shows the folders; nothing here waits for Save.

    Args:
        folder: The data folder.
        project: The open project, or None.
        jobs: Do what takes long.
    """

    def __init__(
        self, folder: Path, project: Path | None, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for title, path in (
            (tr("Data folder: settings, samples and the bundled model"), folder),
            (tr("This project"), project),
        ):
            if path is None:
                continue
            column.addWidget(label(title, "strong", wrap=True))
            column.addLayout(_path_row(path))
            column.addSpacing(GAP)
        self.associate = QPushButton(tr("Open {suffix} files with PairTune", suffix=SUFFIX))
        self.associate.setToolTip(
            tr("A double click on a project then opens it here; only for you")
        )
        self.associate.clicked.connect(self._associate)
        self.associate.setVisible(offered())
        self._associated = label("", "small", wrap=True)
        column.addWidget(self.associate, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._associated)
        column.addSpacing(GAP)
        about_keys = tr(
            "Keys of providers are never written into a project or the settings: they stay in the "
            "system's key ring or in your environment."
        )
        column.addWidget(label(about_keys, "small", wrap=True))
        column.addStretch(1)

    def _associate(self) -> None:
        # The desktop's own tools may take seconds.
        def told(reply: Reply) -> None:
            if isinstance(reply, Answered):
                self._associated.setText(tr(reply.result))
            elif isinstance(reply, Failed):
                self._associated.setText(fault_words(reply.fault))

        self._jobs.start("associate", lambda job: associate(), told)


def _path_row(path: Path) -> QHBoxLayout:
    folder = path if path.is_dir() else path.parent
    words = label(str(path), wrap=True)
    words.setTextInteractionFlags(words.textInteractionFlags().TextSelectableByMouse)
    show = QPushButton(tr("Open folder"))
    show.setAccessibleName(tr("Open the folder {folder}", folder=folder))
    show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addWidget(words, 1)
    row.addWidget(show)
    return row
