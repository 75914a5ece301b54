"""What is known of an open project, mirrored in memory: the truth is in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.appearance import Appearance
from optimizer.belief import Belief
from optimizer.calling.texts import TextShelf
from optimizer.demonstrated import Demonstrated
from optimizer.field import Field
from optimizer.judging.judge import Judge, sitting
from optimizer.jury import Jury
from optimizer.kinship import Likeness
from optimizer.metrics.results import Results
from optimizer.metrics.scorebook import Scorebook
from optimizer.options import METHOD_SETTINGS, read_options, write_options
from optimizer.outlook import Outlook
from optimizer.outputs import Cell, Made, OutputTable, tuning_order
from optimizer.preference import Ballots, Expectation, Pool, Posterior
from optimizer.preference.arrays import BoolArray
from optimizer.records import (
    AnswerKind,
    CallRole,
    Candidate,
    Example,
    Hunch,
    ModelSpec,
    Options,
    Rater,
    RaterKind,
    Setting,
    SettingValue,
    Split,
    Task,
)
from optimizer.roster import Roster
from optimizer.standings import beats_all, incumbent_index
from optimizer.store import PERSON, Store
from optimizer.votes.casebook import Casebook
from optimizer.votes.evidence import Judgement, ballot, expectations
from optimizer.votes.judgements import Judgements
from optimizer.votes.tallies import Tallies
from optimizer.votes.vote_columns import DuelColumns, VoteColumns

LIKELY = 2 / 3  # chance to beat the start prompt, without which it stays recommended


class Board:
    """The task, the examples, the candidates, the votes and the outputs of one project.

    Args:
        store: The open project file.

    Attributes:
        run_id: The run of a method that goes on; what proposers see of it.
        retired: Who left the field by a selector's rule, and why.
        vectors: What a named embedding model made of texts; empty where none is named.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.run_id: str | None = None
        self.texts = TextShelf(store)
        self.notes: dict[str, str] = {}
        self.me = PERSON
        self.retired: dict[str, str] = {}
        self.scorebook = Scorebook(self)
        self.field = Field()
        self.hunches: tuple[Hunch, ...] = ()
        self.vectors: Mapping[str, NDArray[np.float32]] = {}
        self._likeness = Likeness()
        self._appearance = Appearance(self.texts.fetch)
        outlook = Outlook(self)
        self.hearing, self.snapshot = outlook.hearing, outlook.snapshot
        self.arena, self.difference = outlook.arena, outlook.difference
        self.reread()

    def reread(self) -> None:
        """Read everything from the file anew."""
        store = self.store
        self.project = store.project()
        self.task = store.task()
        self.examples = {example.id: example for example in store.examples()}
        self.demonstrated = Demonstrated(self.examples.values())
        self._barred: tuple[tuple[Candidate, ...], dict[str, frozenset[str]]] | None = None
        self.roster = Roster(store.candidates(), self.project.start_prompt)
        raters = store.raters()
        self.people = tuple(rater for rater in raters if rater.kind is RaterKind.PERSON)
        duels = DuelColumns.read(store, self.roster.members.ids)
        self.casebook = Casebook(VoteColumns.read(store, duels, people=True))
        # What a judge said is never among the person's votes: it is fused, not pooled.
        self.jury = Jury(store, Judgements.all(VoteColumns.read(store, duels, people=False)))
        self.raters = {rater.id: rater.name for rater in raters}
        self.reread_setting()

    # -- the setting ------------------------------------------------------------------------

    @property
    def answer_model(self) -> ModelSpec:
        """The model that answers."""
        return self.project.models.get(CallRole.ANSWER) or ModelSpec()

    @property
    def setting(self) -> Setting:
        """What new outputs and votes depend on beside the prompts."""
        return Setting(answer_model=self.answer_model.identity, criteria=self.task.criteria)

    def reread_setting(self) -> None:
        """Read everything that depends on the setting or on the examples anew."""
        self.setting_id = self.setting.id
        self.table = OutputTable(partial(self.store.outputs, self.setting_id))
        self.order_examples()
        self.results = Results(lambda: self.table.on(self.places))
        self.belief = Belief(
            self.pool, self.ballots(), len(self.order), self.expectations(), self._pool_as_seen
        )
        self.scorebook.reread()

    @property
    def options(self) -> Options:
        """How the project is tuned."""
        return read_options(self.project.settings)

    @property
    def judges(self) -> tuple[Judge, ...]:
        """The judges that the project has, the chosen model first."""
        return sitting(self.project.models.get(CallRole.JUDGE), self.options)

    def set_options(self, options: Options) -> None:
        """Change how the project is tuned."""
        settings = {**self.project.settings, **write_options(options)}
        self.project = self.store.update_project(settings=settings)
        self.scorebook.reread()

    def set_method(self, name: str, settings: Mapping[str, SettingValue]) -> None:
        """Remember which method the project is tuned by, and what was chosen of its settings."""
        chosen = {**self.project.settings, METHOD_SETTINGS: dict(settings)}
        self.project = self.store.update_project(method=name, settings=chosen)

    def order_examples(self) -> None:
        """Put the tuning examples into the project's order; see `tuning_order`."""
        labelled = self.task.answer_kind is AnswerKind.LABEL
        self.order = tuning_order(self.examples.values(), self.project.seed, labelled=labelled)
        self.places = {example_id: place for place, example_id in enumerate(self.order)}

    def set_task(self, task: Task) -> None:
        """Take in a changed task."""
        self.store.set_task(task)
        self.task = task
        self.scorebook.reread()

    def add_examples(self, examples: Iterable[Example]) -> int:
        """Add rows; those that are there already are passed over.

        Returns:
            How many were new.
        """
        added = self.store.add_examples(tuple(examples))
        self.examples = {example.id: example for example in self.store.examples()}
        self.demonstrated = Demonstrated(self.examples.values())
        self._barred = None
        self.order_examples()
        self.belief.rearrange(self.ballots(), len(self.order))
        return added

    def note_output(self, cell: Cell, made: Made) -> None:
        """Take in that an output exists."""
        self.table.add(cell, made)
        if self.examples[cell.example_id].split is Split.TUNING:
            self.results.add(cell, made)
            if not self.roster[cell.prompt_id].parents:
                self.belief.note_output()

    # -- the candidates ---------------------------------------------------------------------

    def enlist(self, candidate: Candidate) -> None:
        """Store a new candidate and give it its place in the belief."""
        self.store.add_candidate(candidate)
        self.roster.add(candidate)
        self.casebook.columns.prompts.add(candidate.id)
        pool = self.pool
        self.belief.enlarge(pool, pool.parents[-1])

    def archive(self, prompt_id: str, archived: bool) -> None:
        """Take a candidate out of play, or back into it."""
        self.store.set_archived(prompt_id, archived)
        self.roster.change(prompt_id, archived=archived)

    def pin(self, prompt_id: str, pinned: bool) -> None:
        """Keep a candidate in play whatever its standing, or no longer."""
        self.store.set_pinned(prompt_id, pinned)
        self.roster.change(prompt_id, pinned=pinned)

    def set_start(self, prompt_id: str) -> None:
        """Make another candidate the baseline of every comparison."""
        self.project = self.store.update_project(start_prompt=prompt_id)
        self.roster.set_start(prompt_id)

    # -- the evidence -----------------------------------------------------------------------

    @property
    def posterior(self) -> Posterior:
        """What is believed of the candidates, by index."""
        return self.belief.posterior

    @property
    def votes(self) -> int:
        """How many votes the posterior learns from."""
        return len(self.belief.ballots)

    def judgements(self) -> Judgements:
        """Return the votes that the posterior learns from."""
        return self.casebook.teaching(self.setting_id)

    def ballots(self) -> Ballots:
        """Return the same votes as index arrays."""
        return self.judgements().ballots(self.roster.index, self.places)

    def learn(self, judgement: Judgement) -> None:
        """Learn one new vote, if it teaches."""
        if not judgement.teaches(self.setting_id):
            return
        if self.casebook.repeats(judgement):
            # All votes on these two outputs share one weight: the earlier ones count less now.
            self.belief.revise(self.ballots())
        else:
            learned = ballot(judgement, self.roster.index, self.places)
            self.belief.learn(learned, self.belief.ballots.with_vote(learned))

    @property
    def pool(self) -> Pool:
        """The lineage by index, with the likeness of prompts that have none."""
        return self._likeness.of(self.roster.pool, self.roster.candidates, self.vectors)

    def _pool_as_seen(self) -> Pool:
        """Return the pool with how the outputs of prompts without lineage look."""
        ids = list(self.roster.index)
        return self._likeness.looking(
            self.pool,
            lambda roots: self._appearance.of([ids[k] for k in roots], self.order, self.table),
        )

    def regard_likeness(self) -> None:
        """Take in that vectors of prompts became known; only a refit can learn that."""
        self.belief.regard(self.pool)

    def hold(self, hunches: tuple[Hunch, ...]) -> None:
        """Take in what the person expects of some prompts before voting."""
        if hunches != self.hunches:
            self.hunches = hunches
            self.belief.expect(self.expectations())

    def expectations(self) -> tuple[Expectation, ...]:
        """Return the person's hunches by index."""
        return expectations(self.hunches, self.roster.index)

    def seat_person(self, rater: Rater) -> str:
        """Make somebody who votes known to the file; returns the rater's id."""
        if self.raters.get(rater.id) != rater.name:
            self.store.add_rater(rater)
            self.raters[rater.id] = rater.name
            self.people = (*(p for p in self.people if p.id != rater.id), rater)
        return rater.id

    def tallies(self) -> Tallies:
        """Return wins, losses and ties per prompt; never changed in place."""
        return self.casebook.docket(self.setting_id).tallies

    def live(self) -> BoolArray:
        """Return which candidates are worth showing, by index; never changed in place."""
        return self.field.live(self)

    def electable(self) -> BoolArray:
        """Return which candidates may be recommended, by index; never changed in place."""
        return self.field.electable(self)

    def interest(self) -> tuple[int, ...]:
        """Return who matters most now, by index; see `field`."""
        return self.field.interest(self)

    def scored(self) -> frozenset[str]:
        """Return the prompts that the metric's scores on tuning rows speak for.

        Where it decides alone, they must be likelier than not to beat the start prompt by some way:
        on a task that the model cannot do the best of many is the luckiest, and no better.
        """
        known = self.jury.scored_prompts(self.scorebook.metric)
        if not known or not self.options.unattended:
            return known
        beats = beats_all(self.posterior, self.roster.index[self.roster.start_id])
        return frozenset(each for each in known if beats[self.roster.index[each]] >= LIKELY)

    def incumbent_id(self) -> str:
        """Return the prompt that is recommended now."""
        best = incumbent_index(self.posterior, self.electable())
        return self.roster.candidates[best].id

    # -- frozen pictures --------------------------------------------------------------------

    def barred(self) -> dict[str, frozenset[str]]:
        """Return the examples that candidates show as demonstrations, by prompt id."""
        if self._barred is None or self._barred[0] is not self.roster.candidates:
            barred = {}
            for candidate in self.roster.candidates:
                parents = [self.roster[p].prompt for p in candidate.parents if p in self.roster]
                if found := self.demonstrated.examples_in(candidate.prompt, parents):
                    barred[candidate.id] = found
            self._barred = (self.roster.candidates, barred)
        return self._barred[1]
