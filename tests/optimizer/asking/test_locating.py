"""Where the prompts of a pool stand, and that duels are chosen by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from optimizer.asking.locating import Locating
from optimizer.pairing import ApohfGp
from optimizer.proposing.moves.hack_opinion import instructions
from tests.optimizer.proposing.meanings import meaning
from tests.optimizer.proposing.pools import START
from tests.optimizer.sessions import add_children, create

OTHER = replace(START, instruction="Be hearty.")


def test_points_are_found_once_and_again_when_more_is_known() -> None:
    locating, prompts = Locating(), [START, OTHER]
    words = locating.points(prompts, {})
    assert words.shape == (2, 512)
    assert locating.points(prompts, {}) is words
    known = {instructions(prompt): meaning(instructions(prompt)) for prompt in prompts}
    assert locating.points(prompts, known).shape == (2, 4)
    assert locating.points([*prompts, replace(START, instruction="x")], known).shape == (3, 512)


def test_apohf_sees_the_words_of_the_prompts(tmp_path: Path) -> None:
    session = create(tmp_path / "p.pairtune")
    add_children(session, 2)
    board = session.board
    board.set_options(replace(board.options, picker="apohf_gp"))
    picker = session.showing._picker
    assert isinstance(picker, ApohfGp)
    assert picker.features is not None
    assert len(picker.features) == len(board.arena().prompts)
    assert np.allclose(np.linalg.norm(picker.features, axis=1), 1.0)
