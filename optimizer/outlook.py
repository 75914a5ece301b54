"""What others may know of a board: who is heard beside the person, and what proposers see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from optimizer.asking.arena import Arena
from optimizer.bench import Hearing
from optimizer.metrics.results import Answers, Scores
from optimizer.records import JudgedDuel, RaterKind, Snapshot
from optimizer.standings import standings

if TYPE_CHECKING:
    from optimizer.board import Board

RECENT_DUELS = 200


class Outlook:
    """Gathers what is known for somebody else; changes nothing but what was looked at already.

    Args:
        board: What is known.
    """

    def __init__(self, board: Board) -> None:
        self._board = board

    def hearing(self) -> Hearing | None:
        """Return what raters beside the person say now; None when nobody is heard."""
        board = self._board
        options = board.options
        sitting = {judge.rater.id for judge in board.judges}
        seats = board.jury.seats(
            board.setting_id,
            board.scorebook.metric,
            board.scorebook.title,
            judge=options.judge,
            sitting=sitting,
        )
        if not seats:
            return None
        if options.unattended:
            seats = tuple(
                replace(seat, trusted=seat.rater.kind is RaterKind.METRIC) for seat in seats
            )
        unseen = board.jury.unseen(board.setting_id)
        for output_id, text in board.texts.fetch(tuple(unseen)).items() if unseen else ():
            board.jury.note_look(output_id, *unseen[output_id], text)
        prompts = dict(board.roster.index)
        looks = board.jury.covariates(tuple(prompts))
        return Hearing(seats, prompts, dict(board.places), looks)

    def arena(self) -> Arena:
        """Return what the choice of the next duel depends on; of a large pool who is in play."""
        board = self._board
        docket = board.casebook.docket(board.setting_id)
        prompts, posterior, live, ballots = board.field.play(board)
        return Arena(
            prompts=prompts,
            posterior=posterior,
            live=live,
            order=board.order,
            places=board.places,
            table=board.table,
            met=docket.met,
            past=docket.past,
            ballots=ballots,
            difference=self.difference,
            setting_id=board.setting_id,
            barred=board.barred(),
        )

    def difference(self, first: str, second: str, example_id: str) -> float | None:
        """Return how far two prompts' outputs differ; None when a reader sees no difference."""
        board = self._board
        one, two = board.table.get(first, example_id), board.table.get(second, example_id)
        if one is None or two is None:
            return None
        return board.texts.difference(one, two)

    def snapshot(self) -> Snapshot:
        """Return what a proposer may know."""
        board = self._board
        candidates = board.roster.candidates
        answers, scores = self._results()
        return Snapshot(
            task=board.task,
            candidates=candidates,
            standings=standings(
                candidates,
                board.posterior,
                board.tallies(),
                board.roster.start_id,
                board.scored(),
                board.retired,
                board.roster.members,
            ),
            incumbent=board.roster[board.incumbent_id()],
            start=board.roster[board.roster.start_id],
            examples=tuple(board.examples[example_id] for example_id in board.order),
            duels=board.store.judged_duels(limit=RECENT_DUELS),
            proposals=board.store.proposals(),
            run_id=board.run_id,
            wordings=board.store.wordings(),
            scores=scores,
            answers=answers,
            judge_duels=self._judge_duels(),
            barred=board.barred(),
            retired=board.retired,
            vectors=board.vectors,
        )

    def _results(self) -> tuple[Answers, Scores]:
        """Return what prompts answered and scored; of a large pool those in play, without labels.

        Where a metric scores, every answer counts. Where people vote, nobody reads what a prompt
        said that left the field, and there may be more of it than memory should hold.
        """
        board = self._board
        if board.scorebook.metric or board.posterior.core is None:
            return board.results.picture(
                board.scorebook.metric, board.texts.fetch, board.scorebook.values()
            )
        made = {prompt: self._made(prompt) for prompt in board.field.play(board)[0]}
        texts = board.texts.fetch([output for row in made.values() for output in row.values()])
        return {
            prompt: {example: texts[output] for example, output in row.items()}
            for prompt, row in made.items()
        }, {}

    def _made(self, prompt_id: str) -> dict[str, str]:
        """Return the ids of a prompt's outputs on tuning examples."""
        board = self._board
        made = ((example, board.table.get(prompt_id, example)) for example in board.order)
        return {example: output.output_id for example, output in made if output is not None}

    def _judge_duels(self) -> tuple[JudgedDuel, ...]:
        """Return what the judges that sit said of pairs; nothing while none is heard."""
        board = self._board
        if not board.options.judge:
            return ()
        return board.store.judged_duels(limit=RECENT_DUELS, kind=RaterKind.JUDGE)
