"""Put odd pieces of text around the start prompt, without learning: the fair baseline.

R. Battle and T. Gollapudi, "The Unreasonable Effectiveness of Eccentric Automatic Prompts" (2024).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.snippets import PLACES, Snippet, load_snippets
from optimizer.protocols import Model
from optimizer.records import Prompt, Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class Eccentric:
    """The start prompt between an opener, a task line and a closer that were not together yet.

    Every combination is as likely as every other: what the votes or scores say changes nothing.

    Attributes:
        thinking: Whether half of the combinations ask to think step by step.
    """

    name: ClassVar[str] = "eccentric"
    needs_writer: ClassVar[bool] = False

    thinking: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Draw one combination that is new; see `Proposer`."""
        known = {candidate.id for candidate in snapshot.candidates}
        refused = [p.edit for p in snapshot.proposals if p.proposer == self.name and p.refusal]
        combinations = list(self._combinations(snapshot.start.prompt))
        for chosen, prompt in rng.sample(combinations, len(combinations)):
            if prompt.id in known or _edit(chosen) in refused:
                continue
            names = ", ".join(snippet.id.replace("-", " ") for snippet in chosen if snippet.text)
            return [
                Proposal(
                    prompt=prompt,
                    parents=(snapshot.start.id,),
                    proposer=self.name,
                    label=names,
                    reason=f"the start prompt between pieces drawn by lot: {names}",
                    hypothesis="none; a search that learns should do better than this",
                    edit=_edit(chosen),
                )
            ]
        return []

    def _combinations(self, start: Prompt) -> Iterator[tuple[tuple[Snippet, ...], Prompt]]:
        snippets = load_snippets()
        thinking = snippets["thinking"] if self.thinking else snippets["thinking"][:1]
        for chosen in product(
            snippets["openers"], snippets["tasks"], snippets["closers"], thinking
        ):
            opener, *rest = (snippet.text for snippet in chosen)
            parts = [part for part in (opener, editable_text(start), *rest) if part.strip()]
            if len(parts) > 1:
                yield chosen, with_text(start, "\n".join(parts))


def _edit(chosen: tuple[Snippet, ...]) -> dict[str, object]:
    return {place: snippet.id for place, snippet in zip(PLACES, chosen, strict=True)}
