"""The component library as proposers use it: what stands in a prompt, what may come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from optimizer.components import Component, compatible, load_components, suits
from optimizer.proposing.moves.editing import editable_text
from optimizer.records import Prompt, Task


def components_in(prompt: Prompt, library: Sequence[Component]) -> list[Component]:
    """Return the components whose text stands in a prompt's instruction, word for word.

    Args:
        prompt: Any prompt.
        library: The components.
    """
    return components_of(editable_text(prompt), library)


def components_of(text: str, library: Sequence[Component]) -> list[Component]:
    """Return the components that stand in a text as lines of their own."""
    lines = {line.strip() for line in text.splitlines()}
    return [component for component in library if component.text in lines]


def contradicts_none(text: str, present: Iterable[str]) -> bool:
    """Return whether a phrase contradicts no component that stands among other phrases.

    Args:
        text: The phrase that may come.
        present: The phrases that are there.
    """
    library = load_components()
    there = components_of("\n".join(present), library)
    return all(compatible(component, there) for component in components_of(text, library))


def addable(task: Task, present: Sequence[Component]) -> list[Component]:
    """Return the components that suit a task and go with those that are there."""
    return [c for c in load_components() if suits(c, task) and compatible(c, present)]


def exchangeable(task: Task, present: Sequence[Component], gone: Component) -> list[Component]:
    """Return the components of one's own kind that may take its place.

    Args:
        task: The task they must suit.
        present: The components of the prompt.
        gone: One of them.
    """
    rest = [component for component in present if component.id != gone.id]
    return [c for c in addable(task, rest) if c.kind == gone.kind and c.id != gone.id]
