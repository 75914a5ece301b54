"""The keys of a page: they hold while the focus is on it, and never in a text field."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.keymap import ACTIONS, Keymap, Scope
from app.language import tr


class PageKeys:
    """Gives a page the actions of one scope of the key table.

    Args:
        page: Where the keys hold, with all that is on it.
        scope: Which actions.
        acts: What each of them does, by its id.
    """

    def __init__(
        self, page: QWidget, scope: Scope, acts: Mapping[str, Callable[[], object]]
    ) -> None:
        self._actions: dict[str, QAction] = {}
        for known in ACTIONS:
            if known.scope is scope:
                action = QAction(tr(known.text), page)
                # A single letter must not repeat while it is held, nor reach other pages.
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                action.setAutoRepeat(False)
                action.triggered.connect(lambda _=False, act=acts[known.id]: act())
                page.addAction(action)
                self._actions[known.id] = action

    def set_keymap(self, keymap: Keymap) -> None:
        """Use the keys of a key map."""
        for name, action in self._actions.items():
            key = keymap.key(name)
            action.setShortcuts([QKeySequence(key)] if key else [])
