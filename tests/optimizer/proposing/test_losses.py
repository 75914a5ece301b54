from __future__ import annotations

from optimizer.proposing.moves.losses import tell_losses
from optimizer.records import Example, JudgedDuel, Marked, Verdict


def test_a_writer_reads_what_was_marked_and_in_which_answer() -> None:
    duel = JudgedDuel(
        vote_id="v",
        duel_id="d",
        example=Example("e", {"message": "Where is it?"}),
        left_prompt="winner",
        right_prompt="loser",
        left_text="It comes on Monday.",
        right_text="Dear valued customer, thanks.",
        verdict=Verdict.LEFT,
        marks=(Marked(False, False, "Dear valued customer"), Marked(True, True, "on Monday")),
    )

    told = tell_losses([duel], "loser")

    assert "marked as bad in the answer of this prompt: Dear valued customer" in told
    assert "marked as good in the other answer: on Monday" in told
