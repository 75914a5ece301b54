"""Votes of real people and of a judge, with what is known of each duel beside its candidates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from optimizer.pairing import text_difference
from optimizer.preference import Ballot
from optimizer.preference.looks import traits_of, typical
from optimizer.preference.verdict_model import Columns, Expected

HELD_OUT = 20
OUTCOME = {"left": 1, "tie": 0, "right": -1}
# A judge's own verdict on the very duel: it speaks for its side, and its tie for a tie.
SAID_SIGNED, SAID_EVEN, SAID_DEVIATION = 0.8, 0.5, 0.5


@dataclass(frozen=True)
class Split:
    """One division of the questions: votes to learn from, the judge's, and votes to predict."""

    learn: list[Ballot]
    judged: list[Ballot]
    test: list[Ballot]


class RealVotes:
    """Votes as ballots over candidates; an example is a question.

    Args:
        votes: JSON lines with question, left, right, verdict (left, right or tie), rater and
            perhaps category.
        outputs: JSON lines with question, candidate and output, or None.
        judge: how the judge's rater names start.
        as_listed: keep the sides of the file. Files often list pairs in one fixed order, which
            a model of the left side's advantage would read as quality; by default sides are
            drawn at random, as the program shows them.
    """

    def __init__(self, votes: Path, outputs: Path | None, judge: str, as_listed: bool) -> None:
        rows = [json.loads(line) for line in votes.read_text().splitlines() if line.strip()]
        self.names = sorted({row[side] for row in rows for side in ("left", "right")})
        self.questions = sorted({int(row["question"]) for row in rows})
        self.as_listed = as_listed
        index = {name: k for k, name in enumerate(self.names)}
        raters = {name: k for k, name in enumerate(sorted({row["rater"] for row in rows}))}
        self.people: list[Ballot] = []
        self.judge: list[Ballot] = []
        for row in rows:
            vote = Ballot(
                index[row["left"]],
                index[row["right"]],
                OUTCOME[row["verdict"]],
                example=int(row["question"]),
                rater=raters[row["rater"]],
            )
            (self.judge if row["rater"].startswith(judge) else self.people).append(vote)
        self.said = {(v.example, v.left, v.right): v.outcome for v in self.judge}
        self.said |= {(v.example, v.right, v.left): -v.outcome for v in self.judge}
        self.category = {int(row["question"]): row.get("category", "") for row in rows}
        self.categories = sorted(set(self.category.values()))
        self.texts = {} if outputs is None else self._texts(outputs, index)
        shapes = {key: np.array(traits_of(text)) for key, text in self.texts.items()}
        spread = np.std(list(shapes.values()), axis=0) if shapes else np.ones(0)
        self.shapes = {key: shape / np.maximum(spread, 1e-9) for key, shape in shapes.items()}
        self._differences: dict[tuple[int, int, int], float] = {}

    def split(self, seed: int) -> Split:
        """Divide the questions at random; the judge's votes are on the learning questions."""
        rng = np.random.default_rng(seed)
        held = set(rng.permutation(self.questions)[:HELD_OUT].tolist())
        learn = [vote for vote in self.people if vote.example not in held]
        learn = [learn[k] for k in rng.permutation(len(learn))]
        judged = [vote for vote in self.judge if vote.example not in held]
        test = [vote for vote in self.people if vote.example in held]
        return Split(*(self._sides(votes, rng) for votes in (learn, judged, test)))

    def columns(self, votes: list[Ballot], *, said: bool) -> Columns:
        """Return the covariates of votes.

        Args:
            votes: any of these votes.
            said: whether the judge's verdict on the same duel is among them.

        Returns:
            Signed: differences of looks (see `traits_of`). Even: how far the outputs differ by
            words and by length, and the question's category.
        """
        count = len(votes)
        signed, even = [np.zeros((count, 0))], [np.zeros((count, 0))]
        if self.shapes:
            gaps = [self._gap(vote) for vote in votes]
            signed.append(np.array(gaps).reshape(count, -1))
            even.append(np.abs(signed[-1][:, :1]) - 0.7)
            apart = [(self._apart(vote) - 0.8) / 0.12 for vote in votes]
            even.append(np.array(apart).reshape(count, 1))
        kinds = [
            [self.category[vote.example] == name for name in self.categories] for vote in votes
        ]
        even.append(np.array(kinds, dtype=float).reshape(count, -1))
        if said:
            verdicts = [self.said.get((v.example, v.left, v.right)) for v in votes]
            signed.append(np.array([float(v or 0) for v in verdicts]).reshape(count, 1))
            ties = [0.0 if v is None else float(v == 0) - 0.25 for v in verdicts]
            even.append(np.array(ties).reshape(count, 1))
        return Columns(np.hstack(signed), np.hstack(even))

    def looks(self, votes: list[Ballot]) -> np.ndarray | None:
        """Return how each candidate's outputs look beside the others' on the questions of votes.

        Args:
            votes: what is learned from; only their questions are looked at.

        Returns:
            As the program sees it, see `typical`; None without outputs.
        """
        if not self.shapes:
            return None
        questions = sorted({vote.example for vote in votes})
        size = len(self.names)
        rows = np.array([self.shapes[question, k] for question in questions for k in range(size)])
        examples, prompts = np.divmod(np.arange(len(rows)), size)
        return typical(prompts, examples, rows, size)

    def expected(self, columns: Columns, *, said: bool) -> Expected:
        """Expect nothing of the covariates, but some sense of what the judge said."""
        expected = Expected.nothing(columns)
        if said:
            expected.signed_mean[-1], expected.signed_deviation[-1] = SAID_SIGNED, SAID_DEVIATION
            expected.even_mean[-1], expected.even_deviation[-1] = SAID_EVEN, SAID_DEVIATION
        return expected

    def _sides(self, votes: list[Ballot], rng: np.random.Generator) -> list[Ballot]:
        if self.as_listed:
            return votes
        return [
            v._replace(left=v.right, right=v.left, outcome=-v.outcome) if rng.random() < 0.5 else v
            for v in votes
        ]

    def _texts(self, path: Path, index: dict[str, int]) -> dict[tuple[int, int], str]:
        # A candidate without a stored output answered nothing.
        texts = {(question, k): "" for question in self.questions for k in index.values()}
        for line in path.read_text().splitlines():
            row = json.loads(line)
            if row["candidate"] in index:
                texts[int(row["question"]), index[row["candidate"]]] = row["output"]
        return texts

    def _gap(self, vote: Ballot) -> np.ndarray:
        left, right = (self.shapes[vote.example, side] for side in (vote.left, vote.right))
        return np.asarray(left - right)

    def _apart(self, vote: Ballot) -> float:
        low, high = sorted((vote.left, vote.right))
        key = (vote.example, low, high)
        if key not in self._differences:
            one, two = self.texts[vote.example, low], self.texts[vote.example, high]
            self._differences[key] = text_difference(one, two) or 0.0
        return self._differences[key]
