"""What writers are told in a project: the program's wordings, and those the person changed."""

from __future__ import annotations

from optimizer.errors import ProjectFault
from optimizer.said import say
from optimizer.store import Store
from optimizer.views import WordingView
from optimizer.wordings import load_wording, parse_wording, wording_file, wording_names

_NOT_FOR_WRITERS = "judge"


def listed_wordings(store: Store) -> tuple[WordingView, ...]:
    """Return every wording for writers as the project has it, by name.

    Args:
        store: The open project.
    """
    changed = store.wordings()
    return tuple(
        WordingView(name, load_wording(name).purpose, changed.get(name, own), own)
        for name in wording_names()
        if not name.startswith(_NOT_FOR_WRITERS)
        for own in (wording_file(name),)
    )


def set_wording(store: Store, name: str, text: str | None) -> None:
    """Tell writers something else from now on; earlier versions stay with what they produced.

    Args:
        store: The open project.
        name: Which wording.
        text: The whole file, front matter and both sections; None, or the program's own text, goes
            back to that.

    Raises:
        ProjectFault: There is no such wording, the text has another form, or it lacks a value
            that the proposer fills in or names one that nobody does.
    """
    problem = wording_problem(name, text)
    if problem:
        raise ProjectFault(problem, say("Nothing was changed."))
    if text is None or text.strip() == wording_file(name).strip():
        store.reset_wording(name)
    else:
        store.put_wording(name, parse_wording(name, text).hash, text)


def wording_problem(name: str, text: str | None) -> str:
    """Return what is wrong with the text of a wording; empty when nothing is.

    Args:
        name: Which wording.
        text: The whole file; None for the program's own.
    """
    try:
        own = load_wording(name)
    except LookupError:
        return say("There is no wording {name}.", name=name)
    if text is None:
        return ""
    try:
        new = parse_wording(name, text)
    except Exception as error:  # noqa: BLE001 - the front matter is YAML of any kind
        return say("The text cannot be read: {error}", error=error)
    lost = sorted(own.placeholders - new.placeholders)
    if lost:
        return say("The text lacks {named}.", named=_named(lost))
    unknown = sorted(new.placeholders - own.placeholders)
    if unknown:
        return say("Nothing fills in {named} here.", named=_named(unknown))
    return ""


def _named(names: list[str]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in names)
