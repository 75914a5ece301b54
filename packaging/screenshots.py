"""Draw the README's pictures: a sample project, voted on by a rule, in light and dark.

Run it from the project's folder with its own Python: `.venv/bin/python packaging/screenshots.py`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.records import Request

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "packaging" / "screenshots"
SAMPLE = "customer-reply"
SIZE = (1280, 800)
VOTES = 34
PATIENCE_S = 60.0
SEED = 5

OPENINGS = (
    "Dear {name}, thank you for writing to us about your {thing}.",
    "Hello {name}, I am sorry for the trouble with your {thing}.",
    "Hi {name},",
    "Dear {name}, we have received your message about your {thing} and value it very much.",
)
EMPTY = (
    "We will look into it as soon as possible and come back to you.",
    "Your satisfaction matters to us, and a colleague will take care of everything.",
)
CLOSINGS = (
    "Please write again if anything is left open.",
    "Kind regards, your service team",
    "We are always here for you and look forward to being of service to you again.",
    "",
)


class Replies:
    """Writes replies out of the rows' own facts; how well depends on the prompt, then on chance.

    Args:
        rows: The sample's rows.
    """

    def __init__(self, rows: Sequence[Mapping[str, str]]) -> None:
        self._rows = rows

    def __call__(self, request: Request) -> str:
        text = request.messages[-1].content
        row = max(self._rows, key=lambda row: row["message"] in text and row["facts"] in text)
        frame = "".join(message.content for message in request.messages)
        for value in row.values():
            frame = frame.replace(value, "")
        care = Random(f"{SEED}/{frame}").random()
        rng = Random(request.hash)
        name = row["customer_name"] if rng.random() < 0.4 + care / 2 else "customer"
        parts = [rng.choice(OPENINGS).format(name=name, thing=row["product"])]
        parts.append(row["facts"] if rng.random() < 0.15 + 0.8 * care else rng.choice(EMPTY))
        parts.append(rng.choice(CLOSINGS))
        return "\n\n".join(part for part in parts if part)


def main() -> int:
    """Draw every picture."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.path.insert(0, str(ROOT))
    SHOTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PAIRTUNE_HOME"] = folder
        _draw(Path(folder))
    return 0


def _draw(folder: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from app.context import AppContext
    from app.theme import Theme
    from app.window.main_window import MainWindow
    from optimizer.samples import load_sample
    from tests.fake_service import FakeService

    replies = Replies(load_sample(SAMPLE).rows)
    app = QApplication(sys.argv[:1])
    theme = Theme(app, "light", 1.0)
    context = AppContext(
        folder,
        make_service=lambda *_: FakeService(replies, threaded=True),  # type: ignore[arg-type]
    )
    window = MainWindow(context, theme)
    window.resize(*SIZE)
    window.show()
    window.open_path(_project(folder))
    _vote(window)
    for appearance in ("light", "dark"):
        theme.set_appearance(appearance)
        for page in ("compare", "progress"):
            window.show_page(page)
            _settle(1.5)
            window.grab().save(str(SHOTS / f"{page}-{appearance}.png"))
    window.close()
    context.close()


def _project(folder: Path) -> Path:
    from app.requests import Draft
    from app.samples import sample_draft
    from app.settings import Settings
    from optimizer.project import ProjectDraft, create_project

    draft: Draft = sample_draft(SAMPLE, Settings(folder / "settings.ini"))
    path = folder / "Reply to a customer.pairtune"
    create_project(
        path,
        ProjectDraft(draft.name, draft.task, draft.examples, draft.start, draft.models, seed=7),
    ).close()
    return path


def _vote(window: object) -> None:
    """Vote as somebody who wants the facts told once, and few words."""
    from optimizer.records import Verdict

    compare = window.compare  # type: ignore[attr-defined]
    for cast in range(VOTES):
        _until(lambda: compare.model.may_vote)
        pair = compare.model.current
        scores = [_liking(pair.example.fields["facts"], s.text) for s in (pair.left, pair.right)]
        verdict = Verdict.TIE
        if scores[0] != scores[1]:
            verdict = Verdict.LEFT if scores[0] > scores[1] else Verdict.RIGHT
        compare.vote(verdict)
        _until(lambda done=cast: len(window.latest.votes) > done)  # type: ignore[attr-defined]
        _settle(0.1)
    _until(lambda: compare.model.may_vote)
    _settle(1.5)


def _liking(facts: str, text: str) -> int:
    told = text.count(facts)
    return (2 if told == 1 else 0) - len(text) // 120


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the program did not come so far in time")
        _settle(0.02)


def _settle(seconds: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    # A loop of its own gives up the interpreter while it waits; QTest.qWait hardly does.
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
