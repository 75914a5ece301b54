"""Show the whole computation, and let the writer set several of its parts at once.

C.-A. Cheng, A. Nie and A. Swaminathan, "Trace is the Next AutoDiff: Generative Optimization with
Rich Feedback, Execution Traces, and LLMs" (2024): their OptoPrime reads the trace of a program
with its feedback as one text, and answers with new values of the parts that may change.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.answers import read_tagged
from optimizer.proposing.moves.asking import consult, criteria_text, room_for, wording_of
from optimizer.proposing.moves.cases import failures, has_failures, successes, tell_cases
from optimizer.proposing.moves.children import first_sentence, proposal_of
from optimizer.proposing.moves.losers import best_loser
from optimizer.proposing.moves.memory import own_proposals
from optimizer.proposing.moves.parents import choose_parent
from optimizer.proposing.moves.ranking import gain, seen
from optimizer.proposing.moves.settable import PARTS, present, tell_parts, with_parts
from optimizer.protocols import Model
from optimizer.records import Proposal, Snapshot
from optimizer.template import prompt_text

_NONE = "none"


@dataclass(frozen=True, slots=True)
class OptoPrime:
    """New values for several parts of a prompt: texts, cue, temperature, answer length.

    `parts` names what may change, apart by commas; the rest is fixed. `runs` is how many runs of
    the computation are shown, `memory` how many earlier settings.
    """

    name: ClassVar[str] = "optoprime"
    needs_writer: ClassVar[bool] = True

    parts: str = ", ".join(PARTS)
    runs: int = 5
    memory: int = 5

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Set parts of a good prompt anew; see `Proposer`."""
        parent = choose_parent(snapshot, rng)
        if not has_failures(snapshot, parent.id):
            # Without feedback there is nothing to go by.
            parent = best_loser(snapshot) or parent
        cases = failures(snapshot, parent.id, rng, max(1, self.runs - 1))
        open_ = [part.strip() for part in self.parts.split(",")]
        now = {part: value for part, value in present(parent.prompt).items() if part in open_}
        if writer is None or not cases or not now:
            return []
        wording = wording_of(snapshot, "optoprime")
        whole = prompt_text(parent.prompt)
        values = {
            "computation": whole,
            "parts": tell_parts(now),
            "criteria": criteria_text(snapshot),
            "runs": tell_cases([*cases, *successes(snapshot, parent.id, rng, 1)]),
            "trials": self._trials(snapshot),
        }
        answer = consult(writer, wording, values, room_for(whole, 2))
        said = {
            part: found[-1]
            for part in now
            if (found := read_tagged(answer.text, part, cut=answer.truncated))
        }
        prompt, changed = with_parts(parent.prompt, said)
        why = (read_tagged(answer.text, "why") or [""])[0]
        return proposal_of(
            parent,
            prompt,
            proposer=self.name,
            label=", ".join(changed),
            reason=first_sentence(why) or f"set anew: {', '.join(changed)}",
            edit={"action": "set parts", "parts": changed},
            wording=wording,
            cases=cases,
        )

    def _trials(self, snapshot: Snapshot) -> str:
        """Return the last settings with what they gained; only short values are told whole."""
        lines = []
        made_so_far = own_proposals(snapshot, self.name)
        for proposal in made_so_far[max(len(made_so_far) - self.memory, 0) :]:
            parts = proposal.edit.get("parts")
            made = next((c for c in snapshot.candidates if c.id == proposal.prompt_id), None)
            gained = gain(snapshot, made) if made and seen(snapshot, made.id) else None
            outcome = "not judged" if gained is None else f"gain {gained:+.2f}"
            if isinstance(parts, dict):
                told = "; ".join(f"{part}: {first_sentence(str(v))}" for part, v in parts.items())
                lines.append(f"- {told} ({outcome})")
        return "\n".join(lines) or _NONE
