"""What the raters beside the person have said in a project, kept in step with the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext

from optimizer.bench import Look, Score, Seat, covariates, look_of
from optimizer.preference.arrays import FloatArray
from optimizer.records import Duel, Rater, RaterKind, Split, Verdict, Vote
from optimizer.store import Store
from optimizer.votes.evidence import Judgement

ENOUGH_ROWS = 24
"""On so many scored rows a metric may speak for a prompt, whatever is known of others."""


class Jury:
    """Judges' votes and metrics' scores.

    Args:
        store: The open project file.
        judgements: All votes that are not a person's.
    """

    def __init__(self, store: Store, judgements: Iterable[Judgement]) -> None:
        self._store = store
        self._raters = {rater.id: rater for rater in store.raters()}
        self._judgements = list(judgements)
        self._scores: dict[str, dict[str, tuple[float, str, str]]] = {}  # by metric and output
        self._scored: dict[str, Counter[str]] = {}  # scored rows of prompts, by metric
        self._looks: dict[str, Look] = {}

    def seat_judge(self, rater: Rater) -> None:
        """Make a judge known to the file."""
        if rater.id not in self._raters:
            self._store.add_rater(rater)
            self._raters[rater.id] = rater

    def enter(self, vote: Vote, duel: Duel) -> None:
        """Store a judge's vote with its duel; call it inside the store's transaction."""
        self._store.cast_vote(vote, duel)
        self._judgements.append(Judgement(vote, duel))

    def judged(self, rater_id: str, setting_id: str) -> set[frozenset[str]]:
        """Return the pairs of outputs that a judge has seen, abstentions included."""
        return {
            entry.outputs
            for entry in self._judgements
            if entry.vote.rater_id == rater_id and entry.duel.setting_id == setting_id
        }

    def given(self, rater_id: str) -> int:
        """Return how many verdicts a judge gave in this project, abstentions included."""
        return sum(1 for entry in self._judgements if entry.vote.rater_id == rater_id)

    def verdicts(self, setting_id: str, *, abstentions: bool = False) -> Counter[str]:
        """Return how many verdicts of judges there are on each prompt.

        Args:
            setting_id: The setting.
            abstentions: Whether those count in which a judge looked and said nothing.
        """
        counts: Counter[str] = Counter()
        for entry in self._judgements:
            judge = self._raters[entry.vote.rater_id].kind is RaterKind.JUDGE
            said = abstentions or entry.vote.verdict is not Verdict.SKIP
            counted = judge and said and not entry.vote.voided
            if counted and entry.duel.setting_id == setting_id:
                counts.update((entry.duel.left_prompt, entry.duel.right_prompt))
        return counts

    def opinion(self, duel: Duel) -> Verdict | None:
        """Return what a judge said last of a duel's two outputs, as the duel shows their sides.

        None when no judge saw them, or it abstained.
        """
        outputs = frozenset((duel.left_output, duel.right_output))
        for entry in reversed(self._judgements):
            judge = self._raters[entry.vote.rater_id].kind is RaterKind.JUDGE
            if judge and entry.outputs == outputs and not entry.vote.voided:
                said = entry.vote.verdict
                if entry.duel.left_output != duel.left_output:
                    said = said.exchanged
                return None if said is Verdict.SKIP else said
        return None

    def enter_score(
        self, metric: str, prompt_id: str, output_id: str, value: float, split: Split
    ) -> None:
        """Store what a metric gave an output; where nothing may be written it is only known.

        Args:
            metric: Its key.
            prompt_id: Whose output it is.
            output_id: The output.
            value: The score.
            split: Of its example.
        """
        if not self._store.read_only_reason:
            self._store.put_score(output_id, metric, value)
        self._note(metric, output_id, value, prompt_id, split)

    def many_scores(self) -> AbstractContextManager[None]:
        """Return within what many scores are stored at once: each by itself waits for the disk."""
        return nullcontext() if self._store.read_only_reason else self._store.atomic()

    def scored(self, metric: str, output_id: str) -> bool:
        """Whether a metric's score of an output is known."""
        return output_id in self._scores.get(metric, {})

    def scored_prompts(self, metric: str) -> frozenset[str]:
        """Return the prompts that this metric knows well enough to speak for them.

        Beside one that was tried on many rows a child of it with a few stands nearly as high, by
        what is believed of its family: half as many rows are asked for, but never more than 24.
        """
        rows = self._scored.get(metric, Counter())
        enough = min(ENOUGH_ROWS, max(rows.values(), default=0) / 2)
        return frozenset(prompt for prompt, count in rows.items() if count >= enough)

    def values(self, metric: str) -> Mapping[str, float]:
        """Return a metric's known scores by output id."""
        return {output: value for output, (value, *_) in self._scores.get(metric, {}).items()}

    def unseen(self, setting_id: str) -> dict[str, tuple[str, str]]:
        """Return the judged outputs whose look is not known: prompt and example, by output id."""
        return {
            output: (prompt, entry.duel.example_id)
            for entry in self._judgements
            if entry.duel.setting_id == setting_id
            for output, prompt in (
                (entry.duel.left_output, entry.duel.left_prompt),
                (entry.duel.right_output, entry.duel.right_prompt),
            )
            if output not in self._looks
        }

    def note_look(self, output_id: str, prompt_id: str, example_id: str, text: str) -> None:
        """Remember how an output looks: what may please a judge whatever it says."""
        self._looks[output_id] = Look(prompt_id, example_id, *look_of(text))

    def note_stored(self, metric: str, outputs: Mapping[str, tuple[str, Split]]) -> None:
        """Take in the scores that the file has.

        Args:
            metric: The metric's name.
            outputs: Output id to prompt id and split of its example.
        """
        for output_id, value in self._store.scores(metric).items():
            if output_id in outputs:
                self._note(metric, output_id, value, *outputs[output_id])

    def seats(
        self,
        setting_id: str,
        metric: str,
        title: str,
        *,
        judge: bool,
        sitting: Collection[str] = (),
    ) -> tuple[Seat, ...]:
        """Return every rater that is heard now, with all it said on a setting.

        Args:
            setting_id: The setting.
            metric: The metric's key; empty for none.
            title: How people call it.
            judge: Whether judges are heard.
            sitting: Ids of the judges that vote now.
        """
        seats = list(self._judges(setting_id, sitting)) if judge else []
        scores = tuple(
            Score(prompt_id, value)
            for value, prompt_id, where in self._scores.get(metric, {}).values()
            if where == Split.TUNING.value
        )
        if scores:
            seats.append(Seat(metric_rater(metric, title), scores=scores))
        return tuple(seats)

    def _judges(self, setting_id: str, sitting: Collection[str]) -> Iterable[Seat]:
        """Return one seat for every model that judged.

        The same model by an earlier wording or other criteria makes the same mistakes: it is no
        second witness. Who votes now is heard in its place, as soon as it said something.
        """
        seats: dict[str, Seat] = {}
        for rater in self._raters.values():
            said = tuple(
                entry
                for entry in self._judgements
                if entry.vote.rater_id == rater.id
                and not entry.vote.voided
                and entry.duel.setting_id == setting_id
            )
            if rater.kind is not RaterKind.JUDGE or not said:
                continue
            if rater.name not in seats or seats[rater.name].rater.id not in sitting:
                seats[rater.name] = Seat(rater, judgements=said)
        return seats.values()

    def verdict_of(self, rater_id: str, duel: Duel) -> Verdict | None:
        """Return a judge's verdict on a duel's two outputs, as the duel shows their sides.

        SKIP is an abstention; None when it never saw them.
        """
        outputs = frozenset((duel.left_output, duel.right_output))
        for entry in reversed(self._judgements):
            if entry.vote.rater_id == rater_id and entry.outputs == outputs:
                said = entry.vote.verdict
                same = entry.duel.left_output == duel.left_output
                return said if same else said.exchanged
        return None

    def covariates(self, prompts: tuple[str, ...]) -> FloatArray:
        """Return how every prompt's judged outputs look beside the others', shape (K, 2)."""
        return covariates(prompts, self._looks.values())

    def _note(
        self, metric: str, output_id: str, value: float, prompt_id: str, split: Split
    ) -> None:
        known = self._scores.setdefault(metric, {})
        if split is Split.TUNING and output_id not in known:
            self._scored.setdefault(metric, Counter())[prompt_id] += 1
        known[output_id] = (value, prompt_id, split.value)


def metric_rater(metric: str, title: str) -> Rater:
    """Return a metric as a rater."""
    return Rater(f"metric-{metric}", RaterKind.METRIC, title)
