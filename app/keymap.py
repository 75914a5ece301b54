"""The one table of actions: what can be done, how it is called and which key does it.

Window keys hold everywhere and carry a modifier. Keys of the Compare page are single letters and
digits; never Space, Return, arrows or Tab, which belong to the widget that has the focus.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.language import mark, tr


class Scope(StrEnum):
    """Where a key holds."""

    WINDOW = "window"
    COMPARE = "compare"


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key, a menu entry or a button does.

    Args:
        id: The stable name that settings keep.
        key: The default key, as Qt writes it; empty for none.
        text: What menus and the key sheet say.
        scope: Where the key holds.
        group: The heading it stands under in the key sheet.
    """

    id: str
    key: str
    text: str
    scope: Scope
    group: str


ACTIONS = (
    Action("vote.left", "1", mark("Left is better"), Scope.COMPARE, mark("Voting")),
    Action("vote.right", "2", mark("Right is better"), Scope.COMPARE, mark("Voting")),
    Action(
        "vote.left_slightly", "Q", mark("Left is slightly better"), Scope.COMPARE, mark("Voting")
    ),
    Action(
        "vote.right_slightly", "R", mark("Right is slightly better"), Scope.COMPARE, mark("Voting")
    ),
    Action("vote.tie", "3", mark("Tie"), Scope.COMPARE, mark("Voting")),
    Action("vote.both_bad", "4", mark("Both bad"), Scope.COMPARE, mark("Voting")),
    Action("vote.skip", "S", mark("Skip this pair"), Scope.COMPARE, mark("Voting")),
    Action("vote.undo", "U", mark("Undo the last vote"), Scope.COMPARE, mark("Voting")),
    Action("reason.open", "C", mark("Write a reason"), Scope.COMPARE, mark("Reasons")),
    Action(
        "mark.good", "G", mark("Mark the selected part as good"), Scope.COMPARE, mark("Reasons")
    ),
    Action("mark.bad", "B", mark("Mark the selected part as bad"), Scope.COMPARE, mark("Reasons")),
    Action("tag.1", "L", mark("First tag"), Scope.COMPARE, mark("Reasons")),
    Action("tag.2", "X", mark("Second tag"), Scope.COMPARE, mark("Reasons")),
    Action("tag.3", "T", mark("Third tag"), Scope.COMPARE, mark("Reasons")),
    Action("tag.4", "F", mark("Fourth tag"), Scope.COMPARE, mark("Reasons")),
    Action("tag.5", "I", mark("Fifth tag"), Scope.COMPARE, mark("Reasons")),
    Action("tag.6", "H", mark("Sixth tag"), Scope.COMPARE, mark("Reasons")),
    Action(
        "run.pause", "P", mark("Pause or resume the optimizer"), Scope.COMPARE, mark("Optimizer")
    ),
    Action("view.diff", "D", mark("Show what differs"), Scope.COMPARE, mark("Reading")),
    Action("view.markdown", "M", mark("Raw text or Markdown"), Scope.COMPARE, mark("Reading")),
    Action("view.link", "W", mark("Scroll both outputs together"), Scope.COMPARE, mark("Reading")),
    Action("view.example", "E", mark("Show or fold the example"), Scope.COMPARE, mark("Reading")),
    Action("view.find", "Ctrl+F", mark("Find in both outputs"), Scope.COMPARE, mark("Reading")),
    Action("edit.undo", "Ctrl+Z", mark("Undo"), Scope.WINDOW, mark("Editing")),
    Action("edit.redo", "Ctrl+Shift+Z", mark("Redo"), Scope.WINDOW, mark("Editing")),
    Action("project.new", "Ctrl+N", mark("New project from data"), Scope.WINDOW, mark("Project")),
    Action("project.open", "Ctrl+O", mark("Open"), Scope.WINDOW, mark("Project")),
    Action("project.window", "Ctrl+Shift+N", mark("New window"), Scope.WINDOW, mark("Project")),
    Action("project.copy", "Ctrl+Shift+S", mark("Save a copy"), Scope.WINDOW, mark("Project")),
    Action("project.export", "Ctrl+E", mark("Export"), Scope.WINDOW, mark("Project")),
    Action("app.settings", "Ctrl+,", mark("Settings"), Scope.WINDOW, mark("Program")),
    Action("app.keys", "F1", mark("Key list"), Scope.WINDOW, mark("Program")),
    Action("app.quit", "Ctrl+Q", mark("Quit"), Scope.WINDOW, mark("Program")),
    Action("run.method", "Ctrl+M", mark("Choose a method"), Scope.WINDOW, mark("Optimizer")),
    Action("page.data", "Alt+1", mark("Data page"), Scope.WINDOW, mark("Pages")),
    Action("page.compare", "Alt+2", mark("Compare page"), Scope.WINDOW, mark("Pages")),
    Action("page.prompts", "Alt+3", mark("Prompts page"), Scope.WINDOW, mark("Pages")),
    Action("page.progress", "Alt+4", mark("Progress page"), Scope.WINDOW, mark("Pages")),
    Action("zoom.in", "Ctrl++", mark("Larger text"), Scope.WINDOW, mark("Pages")),
    Action("zoom.out", "Ctrl+-", mark("Smaller text"), Scope.WINDOW, mark("Pages")),
    Action("zoom.reset", "Ctrl+0", mark("Normal text size"), Scope.WINDOW, mark("Pages")),
)

FORBIDDEN = frozenset(
    {"Space", "Return", "Enter", "Tab", "Backtab", "Up", "Down", "Left", "Right", "Esc"}
)

# What keyboards call otherwise in other languages.
KEY_NAMES = (
    mark("Ctrl"),
    mark("Shift"),
    mark("Backspace"),
    mark("Del"),
    mark("Ins"),
    mark("PgUp"),
    mark("PgDown"),
    mark("Home"),
    mark("End"),
)
_NAMED = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two actions that want one key where both hold."""

    key: str
    first: Action
    second: Action


class Keymap:
    """Which key does what for this person.

    Args:
        changes: Keys that differ from the table, by action id; an empty key switches one off.
        single_keys: Whether keys without a modifier work at all.
    """

    def __init__(
        self, changes: Mapping[str, str] | None = None, *, single_keys: bool = True
    ) -> None:
        known = {action.id for action in ACTIONS}
        self.changes = {name: key for name, key in (changes or {}).items() if name in known}
        self.single_keys = single_keys

    def key(self, action_id: str) -> str:
        """Return the key that does something now; empty when none does."""
        key = self.changes.get(action_id, action(action_id).key)
        return "" if is_single(key) and not self.single_keys else key

    def with_key(self, action_id: str, key: str) -> Keymap:
        """Return a key map in which an action has another key."""
        return Keymap({**self.changes, action_id: key}, single_keys=self.single_keys)

    def clashes(self) -> tuple[Clash, ...]:
        """Return every pair of actions that want one key where both hold."""
        found = []
        for at, first in enumerate(ACTIONS):
            key = self.key(first.id)
            for second in ACTIONS[at + 1 :]:
                near = first.scope == second.scope or Scope.WINDOW in (first.scope, second.scope)
                if key and near and key.casefold() == self.key(second.id).casefold():
                    found.append(Clash(key, first, second))
        return tuple(found)


def action(action_id: str) -> Action:
    """Return an action of the table.

    Raises:
        KeyError: There is no such action.
    """
    for known in ACTIONS:
        if known.id == action_id:
            return known
    raise KeyError(action_id)


def key_text(key: str) -> str:
    """Return a key as the person's keyboard names it: `Ctrl+Z`, in German `Strg+Z`."""
    return _NAMED.sub(lambda found: tr(found.group()), key)


def is_single(key: str) -> bool:
    """Tell whether a key is a bare letter or digit, without a modifier."""
    return len(key) == 1


def refusal(action_id: str, key: str) -> str:
    """Return why an action may not have a key, or an empty text.

    Args:
        action_id: The action that would get the key.
        key: The key as Qt writes it in portable text.
    """
    bare = key.rsplit("+", 1)[-1] if len(key) > 1 else key
    modified = key.startswith(("Ctrl+", "Alt+", "Meta+"))
    if not key:
        return ""
    if bare in FORBIDDEN and not modified:
        return tr("This key belongs to the control that has the focus.")
    if is_single(key):
        if action(action_id).scope is Scope.WINDOW:
            return tr("A key that holds in the whole window needs Ctrl or Alt.")
        if not key.isalnum():
            return tr("Only letters and digits work without Ctrl or Alt.")
    elif not modified and not (bare.startswith("F") and bare[1:].isdigit()):
        return tr("Use a letter, a digit, a function key, or a key with Ctrl or Alt.")
    return ""
