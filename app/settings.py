"""What the program remembers between starts, beside the projects themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from app.compare_choices import CompareChoices, read_choices
from app.keymap import Keymap
from optimizer.records import CallRole, Caps, ModelSpec

RECENT = 10
MODEL_ROLES = (CallRole.ANSWER, CallRole.WRITE, CallRole.JUDGE, CallRole.EMBED)


class Settings:
    """Typed access to the settings file.

    Args:
        path: The file, in Qt's INI format; it is made when something is first kept.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def recent_projects(self) -> tuple[Path, ...]:
        """The projects opened last, newest first; those that are gone are left out."""
        paths = [Path(name) for name in self._json("projects/recent", [])]
        return tuple(path for path in paths if path.exists())

    def remember_project(self, path: Path) -> None:
        """Put a project first among the recent ones."""
        others = [name for name in self._json("projects/recent", []) if name != str(path)]
        self._keep("projects/recent", [str(path), *others][:RECENT])

    def forget_projects(self) -> None:
        """Empty the list of recent projects."""
        self._keep("projects/recent", [])

    @property
    def last_project(self) -> Path | None:
        """The project that was open when the program ended, if it is still there."""
        name = self._json("projects/last", "")
        return Path(name) if name and Path(name).exists() else None

    def set_last_project(self, path: Path | None) -> None:
        """Keep which project is open; None for none."""
        self._keep("projects/last", str(path) if path else "")

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size, as Qt saved it; empty at first."""
        value = self._store.value("window/geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)

    @property
    def page(self) -> str:
        """The page that was shown last."""
        return str(self._json("window/page", "compare"))

    @page.setter
    def page(self, name: str) -> None:
        self._keep("window/page", name)

    @property
    def appearance(self) -> str:
        """System, light or dark."""
        return str(self._json("look/appearance", "system"))

    @appearance.setter
    def appearance(self, name: str) -> None:
        self._keep("look/appearance", name)

    @property
    def language(self) -> str:
        """The code of the language of all texts, or system."""
        return str(self._json("look/language", "system"))

    @language.setter
    def language(self, code: str) -> None:
        self._keep("look/language", code)

    @property
    def zoom(self) -> float:
        """The factor on all type sizes."""
        return float(self._json("look/zoom", 1.0))

    @zoom.setter
    def zoom(self, factor: float) -> None:
        self._keep("look/zoom", factor)

    @property
    def judge_told(self) -> bool:
        """Whether the judge's opinion is told after a vote."""
        return bool(self._json("compare/judge", False))

    @judge_told.setter
    def judge_told(self, on: bool) -> None:
        self._keep("compare/judge", on)

    @property
    def compare(self) -> CompareChoices:
        """What the person chose about voting."""
        return read_choices(self._json("compare/choices", {}))

    @compare.setter
    def compare(self, choices: CompareChoices) -> None:
        self._keep("compare/choices", choices.plain())

    @property
    def keymap(self) -> Keymap:
        """The person's keys."""
        return Keymap(
            self._json("keys/changes", {}), single_keys=bool(self._json("keys/single", True))
        )

    @keymap.setter
    def keymap(self, keymap: Keymap) -> None:
        self._keep("keys/changes", keymap.changes)
        self._keep("keys/single", keymap.single_keys)

    @property
    def models(self) -> dict[CallRole, ModelSpec | None]:
        """The model of each role that a new project starts with; None switches a role off."""
        kept = self._json("models", {})
        bundled = ModelSpec()
        defaults: dict[CallRole, ModelSpec | None] = {
            CallRole.ANSWER: bundled,
            # The bundled model is too weak to write prompts.
            CallRole.WRITE: None,
            CallRole.JUDGE: None,
            CallRole.EMBED: None,
        }
        for role in MODEL_ROLES:
            if role.value in kept:
                value = kept[role.value]
                defaults[role] = ModelSpec(**value) if value is not None else None
        return defaults

    @models.setter
    def models(self, models: Mapping[CallRole, ModelSpec | None]) -> None:
        self._keep(
            "models",
            {role.value: asdict(spec) if spec else None for role, spec in models.items()},
        )

    @property
    def caps(self) -> Caps:
        """The caps that a new project starts with."""
        return Caps(**self._json("caps", {}))

    @caps.setter
    def caps(self, caps: Caps) -> None:
        self._keep("caps", asdict(caps))

    def reading(self, project: Path | None, option: str, default: bool) -> bool:
        """Return a way of reading (markdown, linked, example) that a project was left with."""
        return bool(self._json("reading", {}).get(f"{project or ''}|{option}", default))

    def set_reading(self, project: Path | None, option: str, on: bool) -> None:
        """Keep a way of reading for a project."""
        self._keep("reading", {**self._json("reading", {}), f"{project or ''}|{option}": on})

    def flush(self) -> None:
        """Write everything to disk now."""
        self._store.sync()

    def _json(self, key: str, default: Any) -> Any:
        # JSON keeps types that INI files lose, and a damaged entry costs only itself.
        text = self._store.value(key)
        try:
            value = json.loads(str(text)) if text is not None else default
        except ValueError:
            return default
        return value if default is None or isinstance(value, _like(default)) else default

    def _keep(self, key: str, value: Any) -> None:
        self._store.setValue(key, json.dumps(value))


def _like(default: Any) -> type | tuple[type, ...]:
    return (int, float) if isinstance(default, float) else type(default)
