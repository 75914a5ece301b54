"""How the pool changes: proposals pass the gates, the user adds, pins and archives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from optimizer.actions import ActionLog
from optimizer.board import Board
from optimizer.breeding.hygiene import hygiene
from optimizer.breeding.naming import new_handle
from optimizer.dataset.columns import check_placeholders
from optimizer.errors import ProjectFault
from optimizer.protocols import Gate, Weighing
from optimizer.records import Candidate, ColumnRole, Prompt, Proposal, Refusal, Snapshot, Spent
from optimizer.said import say
from optimizer.steps import Steps
from optimizer.template import prompt_text
from optimizer.votes.notes import NOTE

NOTHING_WRITTEN = Refusal("writing", say("the writer gave no prompt that can be used"))


class Growing:
    """The steps that change the pool.

    Args:
        board: What is known.
        actions: The log behind undo and redo.
        steps: Makes each change whole.
        gates: What every proposal must pass, in this order.
        now: Tells the time.
    """

    def __init__(
        self,
        board: Board,
        actions: ActionLog,
        steps: Steps,
        gates: Sequence[Gate],
        now: Callable[[], str],
    ) -> None:
        self._board = board
        self._actions = actions
        self._step = steps.step
        self._gates = tuple(gates)
        self._now = now

    def use_gates(self, gates: Sequence[Gate]) -> None:
        """Let proposals pass other gates from now on."""
        self._gates = tuple(gates)

    def weighed(self, snapshot: Snapshot) -> Snapshot:
        """Return the pool as proposers are to see it: gates may count something against prompts.

        Args:
            snapshot: The pool.
        """
        for gate in self._gates:
            if isinstance(gate, Weighing):
                snapshot = gate.weighed(snapshot)
        return snapshot

    def hangs_on(self, gate: str, proposal: Proposal, snapshot: Snapshot) -> bool:
        """Return whether one gate alone decides: it stands, and every other lets a proposal pass.

        Args:
            gate: The gate's name.
            proposal: What a proposer wrote.
            snapshot: The pool.
        """
        others = [each for each in self._gates if each.name != gate]
        if len(others) == len(self._gates):
            return False
        return all(each.check(proposal, snapshot) is None for each in others)

    def admit(
        self, proposal: Proposal, run_id: str | None, spent: Spent | None = None
    ) -> Refusal | None:
        """Let a proposal through the gates into the pool, or record why not.

        Args:
            proposal: What a proposer wrote.
            run_id: The run it was written in.
            spent: What it took to write it.

        Returns:
            Why it was refused; None when it is in the pool now.
        """
        refusal = self._refuse(proposal, self._board.snapshot())
        with self._step():
            if refusal is None:
                self._board.enlist(
                    self._candidate(
                        proposal.prompt,
                        proposal.parents,
                        proposal.label,
                        proposer=proposal.proposer,
                        reason=proposal.reason,
                        hypothesis=proposal.hypothesis,
                    )
                )
                self._note_figures(proposal.prompt)
            entered = proposal.prompt.id if refusal is None else None
            self._board.store.put_proposal(proposal, run_id, refusal, entered, spent)
        return refusal

    def admit_all(
        self, brood: Sequence[Proposal], run_id: str | None, spent: Spent
    ) -> list[Refusal | None]:
        """Let brothers through the gates one after the other, and record them all or none.

        Args:
            brood: What a proposer wrote at one time.
            run_id: The run it was written in.
            spent: What each of them took.

        Returns:
            For each why it was refused; None when it is in the pool now.
        """
        # A kill between two brothers would leave a step that is neither done nor to be repeated.
        with self._step():
            return [self.admit(proposal, run_id, spent) for proposal in brood]

    def note_empty(self, proposer: str, run_id: str | None, spent: Spent) -> None:
        """Record that a proposer asked its writer and got nothing that can be used.

        Args:
            proposer: Who asked.
            run_id: The run it did so in.
            spent: What it took; when that is nothing there is nothing to record.
        """
        if spent.calls:
            with self._step():
                self._board.store.put_empty_proposal(proposer, run_id, NOTHING_WRITTEN, spent)

    def add_own(self, prompt: Prompt, parents: Iterable[str], label: str) -> Candidate:
        """Add a prompt of the user's own; no gate stands before it.

        Args:
            prompt: The prompt.
            parents: Ids of the prompts it came from.
            label: What it tries; may be empty.

        Returns:
            The new candidate.

        Raises:
            ProjectFault: The same prompt is in the pool already.
            DataFault: It uses a column that the data or its own demonstrations lack.
        """
        inputs = [c.name for c in self._board.task.columns if c.role is ColumnRole.INPUT]
        check_placeholders(prompt, inputs)
        prompt_text(prompt)
        if prompt.id in self._board.roster:
            known = self._board.roster[prompt.id]
            raise ProjectFault(
                say("This prompt is in the pool already, as {name}.", name=known.name),
                say("Change something in it before saving it as new."),
            )
        known_parents = tuple(p for p in parents if p in self._board.roster)
        candidate = self._candidate(prompt, known_parents, label or say("your edit"))
        with self._step():
            self._board.enlist(candidate)
            self._note_figures(candidate.prompt)
        return candidate

    def archive(self, prompt_id: str, archived: bool) -> None:
        """Take a candidate out of play, or back into it.

        Raises:
            ProjectFault: The start prompt cannot be archived.
        """
        if prompt_id == self._board.roster.start_id and archived:
            raise ProjectFault(
                say("The start prompt cannot be archived: every comparison rests on it."),
                say("Make another prompt the start prompt first."),
            )
        with self._step():
            self._board.archive(prompt_id, archived)
            self._actions.record("archive", {"prompt": prompt_id, "archived": archived})

    def pin(self, prompt_id: str, pinned: bool) -> None:
        """Keep a candidate in play whatever its standing, or no longer."""
        with self._step():
            self._board.pin(prompt_id, pinned)
            self._actions.record("pin", {"prompt": prompt_id, "pinned": pinned})

    def note(self, prompt_id: str, text: str) -> None:
        """Write down something about a prompt, in place of what was written before."""
        old = self._board.notes.get(prompt_id, "")
        if prompt_id in self._board.roster and text != old:
            with self._step():
                self._actions.record(NOTE, {"prompt": prompt_id, "old": old, "new": text})
            self._board.notes[prompt_id] = text

    def set_start(self, prompt_id: str) -> None:
        """Make another candidate the baseline of every comparison.

        Raises:
            ProjectFault: It is archived.
        """
        old = self._board.roster.start_id
        if prompt_id in self._board.roster and prompt_id != old:
            if self._board.roster[prompt_id].archived:
                raise ProjectFault(
                    say("An archived prompt cannot be the start prompt."),
                    say("Take it back into play first."),
                )
            with self._step():
                self._board.set_start(prompt_id)
                self._actions.record("start", {"old": old, "new": prompt_id})

    def fill_in_figures(self, most: int) -> bool:
        """Store figures of prompts that have none: the start prompt's, and those of an old file.

        Args:
            most: For so many prompts.

        Returns:
            Whether there were any.
        """
        missing = self._board.store.without_figures(most)
        if missing:
            with self._step():
                for prompt_id in missing:
                    self._note_figures(self._board.roster[prompt_id].prompt)
        return bool(missing)

    def _note_figures(self, prompt: Prompt) -> None:
        start = self._board.roster[self._board.roster.start_id].prompt
        self._board.store.put_figures(prompt.id, hygiene(prompt, start))

    def _refuse(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        refusals = (gate.check(proposal, snapshot) for gate in self._gates)
        return next((refusal for refusal in refusals if refusal is not None), None)

    def _candidate(
        self,
        prompt: Prompt,
        parents: Sequence[str],
        label: str,
        *,
        proposer: str = "",
        reason: str = "",
        hypothesis: str = "",
    ) -> Candidate:
        return Candidate(
            prompt=prompt,
            handle=new_handle(parents, self._board.roster.candidates),
            label=label,
            parents=tuple(parents),
            proposer=proposer,
            reason=reason,
            hypothesis=hypothesis,
            added_at=self._now(),
        )
