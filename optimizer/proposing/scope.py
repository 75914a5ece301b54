"""Shorten a prompt piece by piece, and keep its keywords.

J. Zhang et al., "SCOPE: A Generative Approach for LLM Prompt Compression" (2025): split into
coherent chunks, rewrite each shorter, keep the keywords.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, room_for, wording_of
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.phrases import Phrase, join_phrases, split_phrases
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot, Task
from optimizer.word_count import LETTER, split_words

_WORD = re.compile(r"[\w'-]+")
_NUMBER = rf"(?<!{LETTER})\d(?:[\d.,:]*\d)?(?!{LETTER})"
_QUOTED = r"“[^”\n]+”|„[^“”\n]+[“”]|«[^»\n]+»|「[^」\n]+」|\"[^\"\n]+\""
_KEPT = re.compile(rf"\{{\{{[^{{}}\n]+\}}\}}|{_QUOTED}|{_NUMBER}")
_LEAST_WORDS = 5
_KEYWORD_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """One of the best candidates with every chunk of its text said in fewer words.

    Attributes:
        chunk: About how many words a chunk holds.
        share: To which share of its words a chunk is to be shortened.
        least: Texts of fewer words are left as they are.
        beam: Of how many of the best candidates one is shortened.
    """

    name: ClassVar[str] = "scope"
    needs_writer: ClassVar[bool] = True

    chunk: int = 25
    share: float = 0.7
    least: int = 12
    beam: int = 3

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Shorten a good prompt that was not shortened yet; see `Proposer`."""
        if writer is None:
            return []
        done = {key for p in snapshot.proposals if p.proposer == self.name for key in p.parents}
        best = ranked(snapshot, fitness(snapshot))[: max(1, self.beam)]
        parent = next(
            (c for c in best if c.id not in done and _words(editable_text(c.prompt)) >= self.least),
            None,
        )
        return [] if parent is None else self._shortened(snapshot, parent, writer)

    def _shortened(self, snapshot: Snapshot, parent: Candidate, writer: Model) -> list[Proposal]:
        text = editable_text(parent.prompt)
        said = f"{snapshot.task.description}\n{snapshot.task.criteria}"
        wording = wording_of(snapshot, "shorten_chunk")
        pieces: list[Phrase] = []
        shorter = 0
        for piece in chunks(text, self.chunk):
            kept = keywords(piece.text, snapshot.task, said)
            told = {
                "piece": piece.text,
                "whole": text,
                "criteria": criteria_text(snapshot),
                "keywords": ", ".join(kept) or "none",
                "words": str(max(_LEAST_WORDS, round(self.share * _words(piece.text)))),
            }
            answer = None
            if _words(piece.text) > _LEAST_WORDS:
                answer = ask_for_prompt(writer, wording, told, room_for(piece.text))
            taken = answer is not None and _is_shorter(piece.text, answer, kept)
            shorter += taken
            pieces.append(Phrase(answer if answer and taken else piece.text, piece.gap))
        child = with_text(parent.prompt, join_phrases(pieces))
        before, after = _words(text), _words(editable_text(child))
        kept_all = keeps_all(snapshot.task, parent.prompt, child)
        if after >= before or not untried(snapshot, [child]) or not kept_all:
            return []
        return [
            Proposal(
                prompt=child,
                parents=(parent.id,),
                proposer=self.name,
                label="compressed",
                reason=f"{after} words instead of {before}, piece by piece",
                hypothesis="should keep the score with less to read and to pay for",
                edit={
                    "action": "compress",
                    "before": before,
                    "after": after,
                    "chunks": len(pieces),
                    "shortened": shorter,
                },
                wording_hash=wording.hash,
            )
        ]


def chunks(text: str, words: int) -> list[Phrase]:
    """Return a text in pieces of whole sentences, of about so many words each.

    Args:
        text: An instruction.
        words: Until a piece holds so many, the next sentence of its paragraph joins it.
    """
    pieces: list[Phrase] = []
    for phrase in split_phrases(text):
        last = pieces[-1] if pieces else None
        if last is not None and "\n" not in last.gap and _words(last.text) < words:
            pieces[-1] = Phrase(last.text + last.gap + phrase.text, phrase.gap)
        else:
            pieces.append(phrase)
    return pieces


def keywords(piece: str, task: Task, said: str) -> list[str]:
    """Return what a shorter piece must still hold: fixed text, and words of the task.

    Args:
        piece: A piece of an instruction.
        task: Its labels and locks.
        said: The task's description and criteria.
    """
    fixed = [*_KEPT.findall(piece), *(lock for lock in task.locks if lock in piece)]
    fixed += [label for label in task.labels if label.casefold() in piece.casefold()]
    known = {word.casefold() for word in _WORD.findall(said)}
    words = [
        word
        for word in _WORD.findall(piece)
        if len(word) >= _KEYWORD_LETTERS and word.casefold() in known
    ]
    return list(dict.fromkeys([*fixed, *words]))


def _is_shorter(before: str, after: str, kept: list[str]) -> bool:
    """Return whether an answer has fewer words and all that must stay."""
    folded = after.casefold()
    return _words(after) < _words(before) and all(word.casefold() in folded for word in kept)


def _words(text: str) -> int:
    return len(split_words(text))
