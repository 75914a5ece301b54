"""Improve the wording of the proposer whose children earned least, and try it at once.

G. Xu et al., "metaTextGrad: Automatically Optimizing Language Model Optimizers" (2025): the
instructions of an optimizer are parameters too; they are judged by what its results gain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from random import Random
from statistics import fmean
from typing import ClassVar

from optimizer.proposing.moves.answers import read_tagged
from optimizer.proposing.moves.asking import consult, room_for, wording_of
from optimizer.proposing.moves.cases import failures
from optimizer.proposing.moves.children import first_sentence
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.learned import ACTION, outcome
from optimizer.proposing.moves.ranking import gain, seen
from optimizer.proposing.moves.whys import tell_whys, whys
from optimizer.protocols import Model, Proposer
from optimizer.records import Proposal, Snapshot
from optimizer.wordings import Wording, parse_wording, wording_names

_READ = 20


@dataclass(frozen=True, slots=True)
class _Earner:
    """A proposer with the wording it wrote its last children by, and what they gained."""

    proposer: str
    wording: Wording
    mean: float


@dataclass(frozen=True, slots=True)
class MetaTextGrad:
    """A child of the poorest proposer under a better wording of its own.

    A wording is improved once `after` of its children were judged; `shown` of them are told. A
    wording that the person changed is the person's and stays. The new wording is used from then on
    while its children gain no less than those of the one before (see `learned_wording`).
    """

    name: ClassVar[str] = "metatextgrad"
    needs_writer: ClassVar[bool] = True

    after: int = 3
    shown: int = 4

    def beside(self, others: Iterable[Proposer]) -> Proposer:
        """Return the teacher of the other proposers of a method; of all where none can learn.

        Args:
            others: They keep the settings that the person or the method's file chose.
        """
        learners = {each.name: each for each in others if _learns(each)}
        return _Teacher(self, learners) if learners else self

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Improve the poorest wording and write by it; see `Proposer`."""
        # The shelf imports this module; it is whole only once all of them are.
        from optimizer.proposing import PROPOSERS

        classes = PROPOSERS.classes()
        every = {name: PROPOSERS.build(name) for name, part in classes.items() if _learns(part)}
        return self.teach(every, snapshot, writer, rng)

    def teach(
        self,
        learners: Mapping[str, Proposer],
        snapshot: Snapshot,
        writer: Model | None,
        rng: Random,
    ) -> list[Proposal]:
        """Improve the wording of the learner that earned least, and let it write by that.

        Args:
            learners: Those whose wordings may be improved, by name.
            snapshot: The pool and its record.
            writer: The model that writes.
            rng: The source of all chance.

        Raises:
            WorldFault: The model did not answer.
        """
        earners = self._earners(snapshot, learners)
        if writer is None or not earners:
            return []
        poorest = min(earners, key=lambda earner: earner.mean)
        wording = wording_of(snapshot, "metatextgrad")
        present = poorest.wording
        values = {
            "purpose": present.purpose,
            "present_system": present.system,
            "present_user": present.user,
            "outcomes": self._outcomes(snapshot, present, rng),
        }
        answer = consult(writer, wording, values, room_for(f"{present.system}{present.user}", 2))
        system = read_tagged(answer.text, "system", cut=answer.truncated)
        user = read_tagged(answer.text, "user", cut=answer.truncated)
        improved = _improved(present, system, user)
        if improved is None:
            return []
        learner = learners[poorest.proposer]
        told = replace(snapshot, wordings={**snapshot.wordings, present.name: _file(improved)})
        return [
            replace(
                proposal,
                proposer=self.name,
                reason=f"{poorest.proposer} by a new wording: {first_sentence(proposal.reason)}",
                edit={
                    **proposal.edit,
                    "wording_action": ACTION,
                    "wording": present.name,
                    "wording_of": poorest.proposer,
                    "wording_system": improved.system,
                    "wording_user": improved.user,
                    "wording_before": present.hash,
                    "gain_before": round(poorest.mean, 3),
                },
                wording_hash=improved.hash,
            )
            for proposal in learner.propose(told, writer, rng)
        ]

    def _earners(self, snapshot: Snapshot, learners: Mapping[str, Proposer]) -> list[_Earner]:
        """Return who wrote enough judged children by the wording that it has now."""
        known = {wording_of(snapshot, n): n for n in wording_names() if n not in snapshot.wordings}
        by_hash = {wording.hash: wording for wording in known}
        found: dict[str, _Earner] = {}
        for proposal in snapshot.proposals:
            wording = by_hash.get(proposal.wording_hash)
            who = str(proposal.edit.get("wording_of", proposal.proposer))
            if wording is None or who not in learners:
                continue
            gains, _ = outcome(snapshot, wording.hash)
            if len(gains) >= self.after:
                found[wording.name] = _Earner(who, wording, fmean(gains))
        return list(found.values())

    def _outcomes(self, snapshot: Snapshot, wording: Wording, rng: Random) -> str:
        """Return the children of a wording with their gains, the poorest first."""
        made = {p.prompt_id for p in snapshot.proposals if p.wording_hash == wording.hash}
        children = [c for c in snapshot.candidates if c.id in made and seen(snapshot, c.id)]
        children.sort(key=lambda c: gain(snapshot, c) or 0.0)
        blocks = []
        for child in children[: self.shown]:
            said = tell_whys(whys(failures(snapshot, child.id, rng, _READ)))
            parents = [editable_text(snapshot.candidate(p).prompt) for p in child.parents[:1]]
            before = "".join(f"Made of:\n{text}\n" for text in parents)
            gained = gain(snapshot, child) or 0.0
            blocks.append(
                f"{before}Prompt:\n{editable_text(child.prompt)}\nGain: {gained:+.2f}\n"
                f"Said of its answers:\n{said}"
            )
        return "\n\n".join(blocks)


@dataclass(frozen=True, slots=True)
class _Teacher:
    """The same as `MetaTextGrad`, for the learners of one method."""

    name: ClassVar[str] = MetaTextGrad.name
    needs_writer: ClassVar[bool] = True

    way: MetaTextGrad
    learners: Mapping[str, Proposer]

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Improve the poorest wording and write by it; see `Proposer`."""
        return self.way.teach(self.learners, snapshot, writer, rng)


def _learns(proposer: object) -> bool:
    """Return whether a proposer, or its class, asks a writer by wordings of its own."""
    own = getattr(proposer, "name", "") == MetaTextGrad.name
    return not own and bool(getattr(proposer, "needs_writer", False))


def _improved(present: Wording, system: list[str], user: list[str]) -> Wording | None:
    """Return the new wording; None when a part is missing, a placeholder lost, or nothing new."""
    if not (system or user):
        return None
    fresh = replace(
        present,
        system=system[-1] if system else present.system,
        user=user[-1] if user else present.user,
    )
    if fresh.hash == present.hash or fresh.placeholders != present.placeholders:
        return None
    if "<prompt>" in f"{present.system}{present.user}" and "<prompt>" not in (
        f"{fresh.system}{fresh.user}"
    ):
        return None
    try:
        read = parse_wording(fresh.name, _file(fresh))
    except ValueError:
        return None
    # A part that holds the mark of another part would be read as something else.
    return read if read.hash == fresh.hash else None


def _file(wording: Wording) -> str:
    """Return a wording as the text of its file."""
    from json import dumps

    front = f"version: {wording.version}\npurpose: {dumps(wording.purpose, ensure_ascii=False)}"
    return f"---\n{front}\n---\n[system]\n{wording.system}\n\n[user]\n{wording.user}\n"
