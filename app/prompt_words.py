"""What the Prompts page says of a prompt, in words; Qt-free."""

from __future__ import annotations

from collections.abc import Mapping

from app.figures import count, percent
from app.language import mark, tr
from app.proposer_words import proposer_title
from optimizer.records import (
    Candidate,
    DemonstrationStyle,
    FieldStyle,
    InstructionPosition,
    InstructionRole,
    Prompt,
    StoredProposal,
)
from optimizer.views import CandidateView

_STYLES = {
    FieldStyle.LABELLED: mark("as “{label}: …”"),
    FieldStyle.BARE: mark("as the bare value"),
    FieldStyle.TAGGED: mark("between <{label}> tags"),
    FieldStyle.HEADED: mark("under a “### {label}” heading"),
}
_BLANKS = {
    "\n": mark("a line break"),
    "\n\n": mark("a blank line"),
    " ": mark("a space"),
    "": "nothing",
}
OWN = "you"


def origin(candidate: Candidate) -> str:
    """Return who wrote a prompt."""
    if candidate.proposer:
        return proposer_title(candidate.proposer)
    return "start" if candidate.start else OWN


def state(row: CandidateView) -> str:
    """Return what a prompt is at in the pool, in a word or two."""
    words = []
    if row.incumbent:
        words.append("recommended")
    if row.candidate.start:
        words.append("start")
    if row.candidate.archived:
        words.append("archived")
    elif not row.standing.live:
        words.append("retired")
    elif not words:
        words.append(tr("in play"))
    if row.candidate.pinned:
        words.append("pinned")
    return ", ".join(words)


STATE_HELP = mark(
    "Recommended: the best so far. In play: shown in pairs. Retired: clearly beaten, so no longer "
    "shown. Archived: taken out by you. Pinned: kept in play whatever its standing."
)


def layout_words(prompt: Prompt) -> tuple[tuple[str, str], ...]:
    """Return where the parts of a prompt stand, as pairs of a subject and what holds of it."""
    layout = prompt.layout
    first = layout.instruction_position is InstructionPosition.FIRST
    if layout.instruction_role is InstructionRole.SYSTEM:
        place = tr("in the system message")
    elif prompt.fields:
        place = f"in the user message, {'before' if first else 'after'} the input"
    else:
        place = tr("in the user message")
    lines = [(tr("Instruction"), place)]
    if prompt.fields:
        label = prompt.fields[0].label or prompt.fields[0].column
        names = ", ".join(field.column for field in prompt.fields)
        style = _STYLES[layout.field_style].format(label=label)
        lines.append((tr("Input"), f"{names}, {style}"))
        lines.append((tr("Between the parts"), _blank(layout.separator)))
    if layout.cue:
        lines.append((tr("Cue at the end"), f"“{layout.cue.strip()}”"))
    if prompt.demonstrations:
        turns = layout.demonstrations is DemonstrationStyle.TURNS
        how = tr("as chat turns") if turns else tr("inside the user message")
        number = len(prompt.demonstrations)
        lines.append((tr("Worked examples"), f"{number}, {how}"))
    lines.append((tr("Longest answer"), f"{layout.answer_tokens:,} tokens"))
    warm = prompt.parameters.temperature
    lines.append((tr("Temperature"), tr("the model's own") if warm is None else f"{warm:g}"))
    if prompt.parameters.top_p is not None:
        lines.append((tr("Top p"), f"{prompt.parameters.top_p:g}"))
    changed = [f"{label} as “{word}”" for label, word in prompt.labels if label != word]
    if changed:
        lines.append((tr("Labels"), ", ".join(changed)))
    return tuple(lines)


def why(candidate: Candidate, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return how a prompt came about, as pairs of a heading and a text.

    Args:
        candidate: The prompt.
        names: The names of all prompts by id.
    """
    parents = ", ".join(
        names.get(parent, tr("a prompt that is gone")) for parent in candidate.parents
    )
    lines = []
    if candidate.start:
        lines.append((tr("Origin"), tr("The start prompt: the baseline of every comparison.")))
    elif candidate.proposer:
        made = f"Written by “{proposer_title(candidate.proposer)}”"
        lines.append((tr("Origin"), f"{made} from {parents}." if parents else f"{made}."))
    else:
        lines.append(
            (tr("Origin"), f"Written by you, from {parents}." if parents else tr("Yours."))
        )
    if candidate.reason:
        lines.append((tr("Reason"), candidate.reason))
    if candidate.hypothesis:
        lines.append((tr("Hypothesis"), candidate.hypothesis))
    return tuple(lines)


def figure_words(figures: Mapping[str, float]) -> tuple[tuple[str, str], ...]:
    """Return the figures of a prompt's words, as pairs of a heading and a text."""
    if not figures:
        return ()
    words, ratio = figures.get("words", 0.0), figures.get("length_ratio", 1.0)
    repeated, drift = figures.get("repetition", 0.0), figures.get("drift", 0.0)
    return (
        (tr("Length"), f"{count(round(words), 'word')}, {ratio:.1f} × the start prompt"),
        (tr("Demands"), f"{figures.get('instructions', 0.0):,.0f}"),
        (tr("Reading ease"), f"{figures.get('readability', 0.0):.0f} of 100; 60 is plain English"),
        (tr("Repeated"), f"{percent(repeated)} of its runs of four words"),
        (tr("Drift"), f"{drift:.2f} from the start prompt (0 the same words, 1 none of them)"),
    )


def refused(proposals: tuple[StoredProposal, ...]) -> tuple[StoredProposal, ...]:
    """Return the proposals that no gate let pass, newest first."""
    return tuple(proposal for proposal in reversed(proposals) if proposal.refusal is not None)


def _blank(separator: str) -> str:
    return _BLANKS.get(separator, f"“{separator.strip()}”")
