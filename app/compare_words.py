"""What the Compare page says, in words; Qt-free."""

from __future__ import annotations

from dataclasses import dataclass

from app.compare_parts import Phase
from app.plain_text import visible
from optimizer.records import Purpose, Strength, Verdict
from optimizer.views import EngineState, HistoryRow, Reveal, Status

SAID = {
    Verdict.LEFT: "left better",
    Verdict.RIGHT: "right better",
    Verdict.TIE: "tie",
    Verdict.BOTH_BAD: "both bad",
    Verdict.SKIP: "skipped",
}
SLIGHTLY = {
    Verdict.LEFT: "left slightly better",
    Verdict.RIGHT: "right slightly better",
}
CHOICES = (
    (Verdict.LEFT, Strength.CLEARLY),
    (Verdict.LEFT, Strength.SLIGHTLY),
    (Verdict.TIE, Strength.CLEARLY),
    (Verdict.BOTH_BAD, Strength.CLEARLY),
    (Verdict.RIGHT, Strength.SLIGHTLY),
    (Verdict.RIGHT, Strength.CLEARLY),
    (Verdict.SKIP, Strength.CLEARLY),
)
SHORT = {
    Verdict.LEFT: "left",
    Verdict.RIGHT: "right",
    Verdict.TIE: "tie",
    Verdict.BOTH_BAD: "bad",
    Verdict.SKIP: "skip",
}


@dataclass(frozen=True, slots=True)
class PhaseWords:
    """What is said where there is no pair; `actions` are ids with the texts of their buttons."""

    icon: str
    title: str
    body: str
    actions: tuple[tuple[str, str], ...] = ()
    busy: bool = False


def phase_words(phase: Phase, status: Status | None, *, votes: int) -> PhaseWords:
    """Return what the page says in a phase without a pair.

    Args:
        phase: Any phase but ready.
        status: What the optimizer told last.
        votes: How many votes there are.
    """
    reason = status.stop_reason if status else ""
    if phase is Phase.CLOSED:
        return PhaseWords("open", "Opening the project", "This takes a moment.", busy=True)
    if phase is Phase.PAUSED:
        return PhaseWords(
            "pause",
            "Paused",
            "No model is called while the optimizer rests. Your votes and outputs are safe.",
            (("resume", "Resume"),),
        )
    if phase is Phase.CAP_REACHED:
        return PhaseWords(
            "lock",
            "A cap is reached",
            reason or "The optimizer stopped where you told it to.",
            (("caps", "Change the caps"), ("export", "Export the prompt")),
        )
    if phase is Phase.OFFLINE:
        return PhaseWords(
            "offline",
            "The model does not answer",
            reason or "No new outputs can be made just now.",
            (("resume", "Try again"), ("models", "Open Settings")),
        )
    if phase is Phase.NOTHING_LEFT:
        return PhaseWords(
            "check",
            "Nothing left to compare",
            reason or "Every pair that could teach something has been judged.",
            (
                ("propose", "Write new prompts"),
                ("progress", "See the progress"),
                ("export", "Export the prompt"),
            ),
        )
    if phase is Phase.READ_ONLY:
        return PhaseWords(
            "lock",
            "Open for reading only",
            "Votes cannot be cast here. Save a copy to go on with it.",
            (("copy", "Save a copy"),),
        )
    return PhaseWords(
        "model",
        "Making the next pair" if votes else "Making the first pair",
        status.activity if status and status.activity else "Starting the optimizer.",
        (("pause", "Cancel"),),
        busy=True,
    )


def said_words(verdict: Verdict, strength: Strength) -> str:
    """Return a verdict in words: `left better`, `left slightly better`, `tie`."""
    words = SLIGHTLY if strength is Strength.SLIGHTLY else SAID
    return words.get(verdict, SAID[verdict])


def mark_words(row: HistoryRow) -> tuple[str, ...]:
    """Return what was marked, one text a part: `good in A: “on Monday”`."""
    return tuple(
        f"{'good' if mark.good else 'bad'} in {'A' if mark.left else 'B'}: "
        f"“{visible(' '.join(mark.text.split()))}”"
        for mark in row.marks
    )


def because(row: HistoryRow) -> tuple[str, ...]:
    """Return all that was said of a vote beside its verdict."""
    return (*row.tags, *((row.reason,) if row.reason else ()), *mark_words(row))


def reveal_text(reveal: Reveal, *, with_judge: bool = False) -> str:
    """Return the line that lifts the blind: `Vote 12: left better. A was B3 'shorter', ...`.

    Args:
        reveal: What the vote was about.
        with_judge: Whether the judge's opinion is told too, where it has one.
    """
    line = (
        f"Vote {reveal.number}: {said_words(reveal.verdict, reveal.strength)}. "
        f"A was {prompt_words(reveal.left_name)}, "
        f"B was {prompt_words(reveal.right_name)}."
    )
    if reveal.purpose is Purpose.PROBE:
        line += " You had judged this pair before."
    if with_judge and reveal.judge is not None:
        same = reveal.judge is reveal.verdict
        line += " The judge said the same." if same else f" The judge said {SAID[reveal.judge]}."
    return line


def prompt_words(name: str) -> str:
    """Return a prompt's name inside a sentence: `B3 ‘shorter’`, `the start prompt`."""
    handle, colon, label = name.partition(": ")
    words = "the start prompt" if handle == "Start" else handle
    return f"{words} ‘{label}’" if colon else words


def row_words(row: HistoryRow) -> str:
    """Return a vote of the strip in a sentence, for tool tips and screen readers."""
    state = ", taken back" if row.voided else ""
    line = (
        f"Vote {row.number}: {said_words(row.verdict, row.strength)}{state}. "
        f"A was {prompt_words(row.left_name)}, "
        f"B was {prompt_words(row.right_name)}."
    )
    details = ", ".join(because(row))
    return f"{line}\nBecause: {details}" if details else line


def ready_words(ready: int, status: Status | None) -> str:
    """Return how many pairs wait and why no more are coming: `2 pairs ready · paused`."""
    count = {0: "No pair waiting", 1: "1 pair ready"}.get(ready, f"{ready} pairs ready")
    quiet = (EngineState.PAUSED, EngineState.CAP_REACHED, EngineState.OFFLINE)
    return f"{count} · {status.state.value}" if status and status.state in quiet else count


def elapsed_words(seconds: float) -> str:
    """Return a waiting time: `8 s`, `1:05`."""
    whole = int(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02}"
