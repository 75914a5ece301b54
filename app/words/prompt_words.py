"""What the Prompts page says of a prompt, in words; Qt-free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.language import figure, mark, tr, tr_as, tr_n
from app.words.figures import local_time, percent, quoted, whole
from app.words.proposer_words import proposer_title
from app.words.retold import retold
from app.words.wording_words import wording_title
from optimizer.records import (
    Candidate,
    DemonstrationStyle,
    FieldStyle,
    InstructionPosition,
    InstructionRole,
    Layout,
    Prompt,
    StoredProposal,
)
from optimizer.views import CandidateView, WordingVersion

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
    "": mark("nothing"),
}
OWN = mark("you")
FEW, LONG = 3, 16  # labels, and characters of each, where there is little room


def origin(candidate: Candidate) -> str:
    """Return who wrote a prompt."""
    if candidate.proposer:
        return proposer_title(candidate.proposer)
    return tr("start") if candidate.start else tr(OWN)


def state(row: CandidateView) -> str:
    """Return what a prompt is at in the pool, in a word or two."""
    words = []
    if row.incumbent:
        words.append(tr("recommended"))
    if row.candidate.start:
        words.append(tr("start"))
    if row.candidate.archived:
        words.append(tr("archived"))
    elif row.standing.aside:
        words.append(tr("set aside"))
    elif not row.standing.live:
        words.append(tr("retired"))
    elif not words:
        words.append(tr("in play"))
    if row.candidate.pinned:
        words.append(tr("pinned"))
    return ", ".join(words)


STATE_HELP = mark(
    "Recommended: the best so far. In play: shown in pairs. Retired: clearly beaten, so no longer "
    "shown. Set aside: of a large pool the leaders are compared first. Archived: taken out by you. "
    "Pinned: kept in play whatever its standing."
)


def layout_words(prompt: Prompt) -> tuple[tuple[str, str], ...]:
    """Return where the parts of a prompt stand, as pairs of a subject and what holds of it."""
    layout = prompt.layout
    first = layout.instruction_position is InstructionPosition.FIRST
    if layout.instruction_role is InstructionRole.SYSTEM:
        place = tr("in the system message")
    elif prompt.fields:
        place = (
            tr("in the user message, before the input")
            if first
            else tr("in the user message, after the input")
        )
    else:
        place = tr("in the user message")
    form = answer_form_words(layout.choices)
    lines = [(tr("Instruction"), place), (tr("Answers"), form)]
    if layout.choice_weights:
        lines.append((tr("Weights of the answers"), weight_words(layout)))
    if prompt.fields:
        label = prompt.fields[0].label or prompt.fields[0].column
        names = ", ".join(field.column for field in prompt.fields)
        style = tr(_STYLES[layout.field_style], label=label)
        lines.append((tr("Input"), f"{names}, {style}"))
        lines.append((tr("Between the parts"), _blank(layout.separator)))
    if layout.cue:
        lines.append((tr("Cue at the end"), quoted(layout.cue.strip())))
    if prompt.demonstrations:
        turns = layout.demonstrations is DemonstrationStyle.TURNS
        how = tr("as chat turns") if turns else tr("inside the user message")
        number = len(prompt.demonstrations)
        lines.append((tr("Worked examples"), f"{number}, {how}"))
    lines.append((tr("Longest answer"), tr("{n:,} tokens", n=layout.answer_tokens)))
    warm = prompt.parameters.temperature
    lines.append(
        (tr("Temperature"), tr("the model's own") if warm is None else figure(f"{warm:g}"))
    )
    if prompt.parameters.top_p is not None:
        lines.append((tr("Top p"), figure(f"{prompt.parameters.top_p:g}")))
    changed = [
        tr("{label} as “{word}”", label=label, word=word)
        for label, word in prompt.labels
        if label != word
    ]
    if changed:
        lines.append((tr("Labels"), ", ".join(changed)))
    return tuple(lines)


def answer_form_words(choices: Sequence[str], *, short: bool = False) -> str:
    """Return how free an answer is: `free`, or `one of positive, negative`.

    Args:
        choices: The texts that it is held to; none leaves it free.
        short: Whether only some of them are named, and long ones cut.
    """
    if not choices:
        return tr_as("answer", "free")
    if not short:
        return tr("one of {choices}", choices=", ".join(choices))
    cut = [text if len(text) <= LONG else f"{text[: LONG - 1]}…" for text in choices[:FEW]]
    more = ["…"] if len(choices) > FEW else []
    return tr("one of {choices}", choices=", ".join([*cut, *more]))


def weight_words(layout: Layout) -> str:
    """Return what is added to the log-probability of each answer, such as `positive -1.8`.

    Args:
        layout: One whose answers are held to some texts.
    """
    pairs = zip(layout.choices, layout.choice_weights, strict=True)
    return ", ".join(f"{choice} {figure(f'{weight:+.2f}')}" for choice, weight in pairs)


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
        writer = proposer_title(candidate.proposer)
        made = (
            tr("Written by “{writer}” from {parents}.", writer=writer, parents=parents)
            if parents
            else tr("Written by “{writer}”.", writer=writer)
        )
        lines.append((tr("Origin"), made))
    else:
        own = tr("Written by you, from {parents}.", parents=parents) if parents else tr("Yours.")
        lines.append((tr("Origin"), own))
    if candidate.reason:
        lines.append((tr("Reason"), retold(candidate.reason)))
    if candidate.hypothesis:
        lines.append((tr("Hypothesis"), retold(candidate.hypothesis)))
    return tuple(lines)


def wording_words(version: WordingVersion | None) -> tuple[tuple[str, str], ...]:
    """Return what the writer of a prompt was told otherwise than by the program, as a pair."""
    if version is None:
        return ()
    told = tr(
        "“{name}” as it was changed in this project, {when}",
        name=wording_title(version.name),
        when=local_time(version.changed_at),
    )
    return ((tr("Wording"), told),)


def figure_words(figures: Mapping[str, float]) -> tuple[tuple[str, str], ...]:
    """Return the figures of a prompt's words, as pairs of a heading and a text."""
    if not figures:
        return ()
    words, ratio = figures.get("words", 0.0), figures.get("length_ratio", 1.0)
    repeated, drift = figures.get("repetition", 0.0), figures.get("drift", 0.0)
    length = tr_n(
        "{n:,} word, {ratio:.1f} × the start prompt",
        "{n:,} words, {ratio:.1f} × the start prompt",
        round(words),
        ratio=ratio,
    )
    ease = tr("{ease:.0f} of 100; 60 is plain English", ease=figures.get("readability", 0.0))
    lines = [
        (tr("Length"), length),
        (tr("Demands"), whole(round(figures.get("instructions", 0.0)))),
        (tr("Reading ease"), ease),
        (tr("Repeated"), tr("{share} of its runs of four words", share=percent(repeated))),
        (
            tr("Drift"),
            tr(
                "{drift:.2f} from the start prompt (0 the same words, 1 none of them)",
                drift=drift,
            ),
        ),
    ]
    meant = figures.get("drift_in_meaning")
    if meant is not None:
        told = tr(
            "{drift:.2f} from the start prompt (0 the same, 1 nothing in common)", drift=meant
        )
        lines.append((tr("Drift in meaning"), told))
    return tuple(lines)


def refused(proposals: tuple[StoredProposal, ...]) -> tuple[StoredProposal, ...]:
    """Return the proposals that no gate let pass, newest first."""
    return tuple(proposal for proposal in reversed(proposals) if proposal.refusal is not None)


def _blank(separator: str) -> str:
    known = _BLANKS.get(separator)
    return quoted(separator.strip()) if known is None else tr(known)
