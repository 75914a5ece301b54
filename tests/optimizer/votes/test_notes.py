from __future__ import annotations

from pathlib import Path

from optimizer.session import Session
from tests.optimizer import sessions


def notes(session: Session) -> dict[str, str]:
    """Return the notes in force."""
    return {prompt: text for prompt, text in session.board.notes.items() if text}


def test_a_note_can_be_undone_redone_and_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "replies.pairtune"
    session = sessions.create(path)
    start = session.board.roster.start_id
    session.growing.note(start, "mind the tone")
    session.growing.note(start, "mind the tone and the length")
    assert session.voting.describe(session.actions.undoable) == "note on Start"
    session.voting.undo()
    assert notes(session) == {start: "mind the tone"}
    session.voting.undo()
    assert notes(session) == {}
    session.voting.redo()
    session.close()
    again = sessions.reopen(path)
    assert notes(again) == {start: "mind the tone"}
    assert again.pool_picture().run().candidates[0].note == "mind the tone"
    again.close()


def test_a_note_of_the_same_words_or_on_no_prompt_is_no_step(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "replies.pairtune")
    session.growing.note(session.board.roster.start_id, "")
    session.growing.note("nowhere", "lost")
    assert session.actions.undoable is None
    session.close()
