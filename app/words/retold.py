"""What the engine stored in English, of its own making, told in the person's language.

Reasons, hopes and refusals lie in the project file as finished texts, so that every program reads
them. Those of a known form are recognised again here; whatever a model or a person wrote stays.
"""

from __future__ import annotations

import re
from functools import cache

from app.compare_choices import tag_words
from app.language import ENGLISH, language, mark, tr
from optimizer.said import Said

REFUSALS = (
    mark("drifted {far} from the start prompt; the limit is {limit}"),
    mark("is {far} from the task's description; the start prompt {start}"),
    mark("speaks to whoever judges: “{sign}”"),
    mark("demands what nobody asked for: “{demand}”"),
    mark("makes {n} demands stricter than its parent"),
    mark("lost the label {labels}"),
    mark("copies words out of a row of the data"),
    mark("nothing is left of the instruction"),
    mark("{n} words; the cap is {cap}"),
    mark("changed the locked text “{text}”"),
    mark("is the same as {name}"),
    mark("has the same words as {name}"),
    mark("is nearly the same as {name}"),
    mark("lies {far} from {name}; the net's mesh is {mesh}"),
    mark("says “{text}” {n} times"),
    mark("repeats the line “{text}”"),
    mark("lost {names}"),
    mark("invented {names}"),
    mark("changes {n} words; {budget} were allowed"),
)
REASONS = (
    mark("“{new}” instead of “{old}”"),
    mark("added: “{text}”"),
    mark("dropped: “{text}”"),
    mark("the same words, with {what}"),
    mark("{examples} out of good answers, drawn by lot"),
    mark("{examples} out of good answers, most like the rows that went wrong"),
    mark("{examples} out of good answers, as different from each other as can be"),
    mark(
        "{examples} out of good answers, "
        "half like the rows that went wrong, half different from those"
    ),
    mark("{examples} out of good answers, all that there are"),
    mark("{examples}, out of answers that you preferred or gave"),
    mark("examples out of good answers, whose words will be pruned"),
    mark("without the words {words} in its examples"),
    mark("{after} words instead of {before}, piece by piece"),
    mark("{after} words instead of {before}"),
    mark("the same instruction in other words"),
    mark("the start prompt in other words"),
    mark("rewritten after its losses"),
    mark("rewritten with a view to: {what}"),
    mark("rewritten to be: {what}"),
    mark("rewritten to do better by {what}"),
    mark("written anew: {what}"),
    mark("in sections"),
    mark("set anew: {what}"),
    mark("written after {n} prompts with their scores"),
    mark("drafted for the data: {what}"),
    mark("the prompt as {n} steps, one behaviour each"),
    mark("no row uses: {what}"),
    mark("the labels are called: {what}"),
    mark("instruction and demonstrations of {parents}, then {what}"),
    mark("shows how much “{text}” matters"),
    mark("its answers lean to {over} by {share}; one more example of {under}"),
    mark("its answers lean to {over} by {share}; one example of {under} instead of one of {other}"),
    mark("the start prompt between pieces drawn by lot: {pieces}"),
    mark("labelled rows {share} right, others {others} as agreed"),
    mark("by the gradient of {model}: loss {after} instead of {before}"),
    mark("phrase by phrase from {parents}, with {n} new"),
    mark("one modification after its outputs"),
)
HOPES = (
    mark("should win against {name}"),
    mark("should fix: {tags}"),
    mark("should do better in cases like these {n}"),
    mark("words that come more easily to the model"),
    mark("should unite what both parents do well"),
    mark("a probe: phrases that change nothing are not searched further"),
    mark("one of {n} phrases that matter"),
    mark("a model repeats the label that its examples show most, or last"),
    mark("none; a search that learns should do better than this"),
    mark("examples show what a good answer is better than words do"),
    mark("should make the wanted answers likelier after the model's own reasoning"),
    mark("should fit rows like these better"),
    mark("expected best of its kind after {n} combinations"),
    mark("a step up from {name}"),
    mark("unreadable by design: what the model needs is left"),
    mark("should be easier to follow, with nothing changed"),
    mark("should keep the score with less to read and to pay for"),
    mark("should answer as well with less to read"),
    mark("what the component earned in other prompts should hold here"),
)
COUNTS = (mark("{n} example"), mark("{n} examples"))
KNOWN = (*REFUSALS, *REASONS, *HOPES, *COUNTS)

_COUNTED = re.compile(r"([^,( ][^,(]*) \((\d+)\)")
_FIELD = re.compile(r"\{(\w+)\}")
# Where only so much can stand; a sentence that somebody wrote is not taken for one of ours.
_NUMBER, _SHARE = r"[\d.,]+", r"\d+\s?%"
_FILLS = {
    "names": r"\{\{.+",
    "share": _SHARE,
    "others": _SHARE,
    **dict.fromkeys(
        ("n", "cap", "budget", "after", "before", "far", "limit", "start", "mesh"), _NUMBER
    ),
}


def retold(text: str) -> str:
    """Return a stored text in the person's language, or as it is where it is of no known form.

    Args:
        text: A reason, a hope or a refusal, finished or as the engine said it just now.
    """
    if isinstance(text, Said):
        return tr(text)
    if language() == ENGLISH or not text:
        return text
    for template, form in _forms():
        found = form.fullmatch(text)
        if found is not None:
            values = found.groupdict()
            return tr(template, **{name: _told(name, value) for name, value in values.items()})
    return tr(text)


def _told(name: str, value: str) -> str:
    """Return what stands in a field, told again where it is of a known form itself."""
    if name == "examples":
        return retold(value)
    return _COUNTED.sub(_tag, value) if name == "tags" else value


def _tag(found: re.Match[str]) -> str:
    return f"{tag_words(found[1])} ({found[2]})"


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each template with the form of its finished texts, the most exact first."""
    exact = sorted(KNOWN, key=lambda template: -len(_FIELD.sub("", template)))
    return tuple((template, re.compile(_form(template), re.DOTALL)) for template in exact)


def _form(template: str) -> str:
    parts = _FIELD.split(template)
    return "".join(
        f"(?P<{part}>{_FILLS.get(part, '.+')})" if at % 2 else re.escape(part)
        for at, part in enumerate(parts)
    )
