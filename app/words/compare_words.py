"""What the Compare page says, in words; Qt-free."""

from __future__ import annotations

from dataclasses import dataclass

from app.compare_choices import tag_words
from app.compare_parts import Phase
from app.language import mark, tr, tr_n
from app.widgets.plain_text import visible
from optimizer.records import Purpose, Strength, Verdict
from optimizer.views import EngineState, HistoryRow, Reveal, Status

SAID = {
    Verdict.LEFT: mark("left better"),
    Verdict.RIGHT: mark("right better"),
    Verdict.TIE: mark("tie"),
    Verdict.BOTH_BAD: mark("both bad"),
    Verdict.SKIP: mark("skipped"),
}
SLIGHTLY = {
    Verdict.LEFT: mark("left slightly better"),
    Verdict.RIGHT: mark("right slightly better"),
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
    Verdict.LEFT: mark("left"),
    Verdict.RIGHT: mark("right"),
    Verdict.TIE: mark("tie"),
    Verdict.BOTH_BAD: mark("bad"),
    Verdict.SKIP: mark("skip"),
}
# Two prompts alone meet in these: told after the first vote, they would be known in the next.
BLIND = (Purpose.CONFIRM, Purpose.HEAD_TO_HEAD)
_QUIET = {
    EngineState.PAUSED: mark("paused"),
    EngineState.CAP_REACHED: mark("cap reached"),
    EngineState.OFFLINE: mark("offline"),
}


@dataclass(frozen=True, slots=True)
class PhaseWords:
    """What is said where there is no pair; `actions` are ids with the texts of their buttons."""

    icon: str
    title: str
    body: str
    actions: tuple[tuple[str, str], ...] = ()
    busy: bool = False


def phase_words(
    phase: Phase, status: Status | None, *, votes: int, model_missing: bool = False
) -> PhaseWords:
    """Return what the page says in a phase without a pair.

    Args:
        phase: Any phase but ready.
        status: What the optimizer told last.
        votes: How many votes there are.
        model_missing: Whether the model that comes with the program is not there yet.
    """
    reason = tr(status.stop_reason) if status else ""
    if phase is Phase.CLOSED:
        return PhaseWords("open", tr("Opening the project"), tr("This takes a moment."), busy=True)
    if phase is Phase.PAUSED:
        return PhaseWords(
            "pause",
            tr("Paused"),
            tr("No model is called while the optimizer rests. Your votes and outputs are safe."),
            (("resume", tr("Resume")),),
        )
    if phase is Phase.CAP_REACHED:
        return PhaseWords(
            "lock",
            tr("A cap is reached"),
            reason or tr("The optimizer stopped where you told it to."),
            (("caps", tr("Change the caps")), ("export", tr("Export the prompt"))),
        )
    if phase is Phase.OFFLINE and model_missing:
        return PhaseWords(
            "model",
            tr("The model is still to be fetched"),
            tr("About 100 MB, once. Then everything works without a network and without a key."),
            (("fetch", tr("Fetch it")), ("models", tr("Use another model"))),
        )
    if phase is Phase.OFFLINE:
        return PhaseWords(
            "offline",
            tr("The model does not answer"),
            reason or tr("No new outputs can be made just now."),
            (("resume", tr("Try again")), ("models", tr("Open Settings"))),
        )
    if phase is Phase.NOTHING_LEFT:
        return PhaseWords(
            "check",
            tr("Nothing left to compare"),
            reason or tr("Every pair that could teach something has been judged."),
            (
                ("propose", tr("Write new prompts")),
                ("progress", tr("See the progress")),
                ("export", tr("Export the prompt")),
            ),
        )
    if phase is Phase.READ_ONLY:
        return PhaseWords(
            "lock",
            tr("Open for reading only"),
            reason or tr("Votes cannot be cast here."),
            (("copy", tr("Save a copy")),),
        )
    return PhaseWords(
        "model",
        tr("Making the next pair") if votes else tr("Making the first pair"),
        tr(status.activity) if status and status.activity else tr("Starting the optimizer."),
        (("pause", tr("Cancel")),),
        busy=True,
    )


def said_words(verdict: Verdict, strength: Strength) -> str:
    """Return a verdict in words: `left better`, `left slightly better`, `tie`."""
    words = SLIGHTLY if strength is Strength.SLIGHTLY else SAID
    return tr(words.get(verdict, SAID[verdict]))


def mark_words(row: HistoryRow) -> tuple[str, ...]:
    """Return what was marked, one text a part: `good in A: “on Monday”`."""
    return tuple(
        tr(
            "{mark} in {side}: “{text}”",
            mark=tr("good") if marked.good else tr("bad"),
            side="A" if marked.left else "B",
            text=visible(" ".join(marked.text.split())),
        )
        for marked in row.marks
    )


def because(row: HistoryRow) -> tuple[str, ...]:
    """Return all that was said of a vote beside its verdict."""
    return (*map(tag_words, row.tags), *((row.reason,) if row.reason else ()), *mark_words(row))


def reveal_text(reveal: Reveal, *, with_judge: bool = False) -> str:
    """Return the line that lifts the blind: `Vote 12: left better. A was B3 'shorter', ...`.

    Between two prompts that are confirmed or compared it stays to the end.

    Args:
        reveal: What the vote was about.
        with_judge: Whether the judge's opinion is told too, where it has one.
    """
    said = said_words(reveal.verdict, reveal.strength)
    if reveal.purpose in BLIND:
        return tr(
            "Vote {n}: {verdict}. Which prompt was which is told at the end.",
            n=reveal.number,
            verdict=said,
        )
    lines = [
        tr(
            "Vote {n}: {verdict}. A was {left}, B was {right}.",
            n=reveal.number,
            verdict=said,
            left=prompt_words(reveal.left_name),
            right=prompt_words(reveal.right_name),
        )
    ]
    if reveal.purpose is Purpose.PROBE:
        lines.append(tr("You had judged this pair before."))
    if with_judge and reveal.judge is reveal.verdict:
        lines.append(tr("The judge said the same."))
    elif with_judge and reveal.judge is not None:
        lines.append(tr("The judge said {verdict}.", verdict=tr(SAID[reveal.judge])))
    return " ".join(lines)


def prompt_words(name: str) -> str:
    """Return a prompt's name inside a sentence: `B3 ‘shorter’`, `the start prompt`."""
    handle, colon, label = name.partition(": ")
    words = tr("the start prompt") if handle == "Start" else handle
    return tr("{prompt} ‘{label}’", prompt=words, label=label) if colon else words


def row_words(row: HistoryRow) -> str:
    """Return a vote of the strip in a sentence, for tool tips and screen readers."""
    line = tr("Vote {n}: {verdict}.", n=row.number, verdict=verdict_words(row))
    if row.purpose not in BLIND:
        line = tr(
            "Vote {n}: {verdict}. A was {left}, B was {right}.",
            n=row.number,
            verdict=verdict_words(row),
            left=prompt_words(row.left_name),
            right=prompt_words(row.right_name),
        )
    details = ", ".join(because(row))
    return "\n".join((line, tr("Because: {details}", details=details))) if details else line


def verdict_words(row: HistoryRow) -> str:
    """Return the verdict of a vote in words, and whether it was taken back."""
    said = said_words(row.verdict, row.strength)
    return tr("{verdict}, taken back", verdict=said) if row.voided else said


def ready_words(ready: int, status: Status | None) -> str:
    """Return how many pairs wait and why no more are coming: `2 pairs ready · paused`."""
    words = tr_n("{n} pair ready", "{n} pairs ready", ready) if ready else tr("No pair waiting")
    quiet = _QUIET.get(status.state) if status else None
    return f"{words} · {tr(quiet)}" if quiet else words


def elapsed_words(seconds: float) -> str:
    """Return a waiting time: `8 s`, `1:05`."""
    whole = int(seconds)
    return tr("{n} s", n=whole) if whole < 60 else f"{whole // 60}:{whole % 60:02}"
