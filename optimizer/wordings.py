"""The wordings sent to models that write or judge, read from files and filled with values.

A wording is a file `resources/wordings/NAME.md`: a front matter with `version` and `purpose`, then
the sections `[system]` and `[user]` with `{{placeholders}}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_SHAPE = re.compile(
    r"\A---\n(?P<front>.*?)\n---\n+\[system\]\n(?P<system>.*?)\n\[user\]\n(?P<user>.*)\Z", re.DOTALL
)
_PLACEHOLDER = re.compile(r"\{\{([a-z0-9_]+)\}\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a model is told, with `{{placeholders}}` for what differs from call to call."""

    name: str
    version: int
    purpose: str
    system: str
    user: str

    @property
    def placeholders(self) -> frozenset[str]:
        """The names of the values that it needs."""
        return frozenset(_PLACEHOLDER.findall(f"{self.system}\n{self.user}"))

    @property
    def hash(self) -> str:
        """The SHA-256 of what is sent, so that a proposal can say which wording made it."""
        from hashlib import sha256

        return sha256(f"[system]\n{self.system}\n[user]\n{self.user}\n".encode()).hexdigest()


@cache
def load_wording(name: str) -> Wording:
    """Return a wording of the program.

    Args:
        name: Its file's name without the ending, such as `critique_rewrite`.

    Raises:
        LookupError: There is no wording of that name.
        ValueError: Its file is not of the form that the module describes.
    """
    return parse_wording(name, wording_file(name))


def wording_file(name: str) -> str:
    """Return the whole file of a wording of the program.

    Raises:
        LookupError: There is no wording of that name.
    """
    if not _NAME.fullmatch(name):
        raise LookupError(f"{name!r} is not a name of a wording")
    file = files("resources") / "wordings" / f"{name}.md"
    if not file.is_file():
        raise LookupError(f"there is no wording {name!r}")
    return file.read_text(encoding="utf-8")


def wording_names() -> tuple[str, ...]:
    """Return the names of all wordings, sorted."""
    folder = files("resources") / "wordings"
    return tuple(sorted(f.name[:-3] for f in folder.iterdir() if f.name.endswith(".md")))


def parse_wording(name: str, text: str) -> Wording:
    """Return the wording that a file's text describes.

    Args:
        name: How it is called.
        text: The front matter and the two sections.

    Raises:
        ValueError: A part is missing or empty.
    """
    import yaml

    match = _SHAPE.match(text.replace("\r\n", "\n"))
    if match is None:
        raise ValueError(f"wording {name}: front matter, [system] and [user] are needed")
    front = yaml.safe_load(match["front"])
    if not isinstance(front, dict) or not isinstance(front.get("version"), int):
        raise ValueError(f"wording {name}: the front matter needs a whole number as version")
    wording = Wording(
        name=name,
        version=front["version"],
        purpose=str(front.get("purpose", "")).strip(),
        system=match["system"].strip(),
        user=match["user"].strip(),
    )
    if not (wording.purpose and wording.system and wording.user):
        raise ValueError(f"wording {name}: purpose, system or user is empty")
    return wording


def render(wording: Wording, **values: str) -> tuple[tuple[str, str], ...]:
    """Return the chat messages of a wording as pairs of role and content.

    Values are put in as they are and never read again: a value that holds `{{x}}` stays literal.

    Args:
        wording: What is to be said.
        **values: One for every placeholder.

    Raises:
        ValueError: A placeholder has no value, or a value no placeholder.
    """
    needed = wording.placeholders
    if missing := sorted(needed - values.keys()):
        raise ValueError(f"wording {wording.name}: no value for {', '.join(missing)}")
    # A value that nobody reads would be evidence lost without a word.
    if unread := sorted(values.keys() - needed):
        raise ValueError(f"wording {wording.name}: no place for {', '.join(unread)}")

    def filled(text: str) -> str:
        return _PLACEHOLDER.sub(lambda match: values[match[1]], text)

    return (("system", filled(wording.system)), ("user", filled(wording.user)))
