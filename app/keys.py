"""Keys of model providers: in the system's key ring, or in an environment variable."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable

from optimizer.errors import WorldFault
from optimizer.providers import presets
from optimizer.said import Said, say

SERVICE = "PairTune"
log = logging.getLogger(__name__)


def no_ring_words(variable: str) -> Said:
    """Return where keys come from on a machine without a key ring, in a sentence."""
    return say(
        "This machine has no key ring that can be used. The key is read from the environment "
        "variable {variable}.",
        variable=variable,
    )


class KeyFault(WorldFault):
    """A key cannot be kept or read."""


class KeyRing:
    """Looks secrets up by name; `env:NAME` names an environment variable.

    A machine without a key ring (a server, a container) falls back to the environment, and says so.

    Args:
        tell: Told once, in words, that the environment stands in for the key ring; on the thread
            that asked for a key.
    """

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        self.note = ""
        self.tell = tell

    def lookup(self, key_name: str) -> str | None:
        """Return a secret, or None when there is none; may be called from any thread.

        Args:
            key_name: The name of an entry, or `env:NAME`.

        Raises:
            KeyFault: There is no key ring, and no variable stands in for it.
        """
        if key_name.startswith("env:"):
            return os.environ.get(key_name[4:]) or None
        if not key_name:
            return None
        import keyring
        from keyring.errors import KeyringError

        try:
            secret = keyring.get_password(SERVICE, key_name)
        except KeyringError as fault:
            log.info("the key ring cannot be read: %s", fault)
            return self._without_ring(variable_for(key_name))
        return secret or os.environ.get(variable_for(key_name)) or None

    def works(self) -> bool:
        """Return whether there is a key ring at all; may take a while the first time."""
        import keyring
        from keyring.backends.fail import Keyring as NoRing

        backend = keyring.get_keyring()
        return not isinstance(backend, NoRing) and getattr(backend, "backends", True) != []

    def store(self, key_name: str, secret: str) -> None:
        """Keep a secret in the system's key ring.

        Raises:
            KeyFault: There is no key ring, or it refuses.
        """
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, key_name, secret)
        except KeyringError as fault:
            raise KeyFault(
                say("The key cannot be kept: this machine has no key ring that can be used."),
                say(
                    "Set the environment variable {variable} before the start, or name one of "
                    "your own as env:NAME.",
                    variable=variable_for(key_name),
                ),
            ) from fault

    def _without_ring(self, variable: str) -> str:
        secret = os.environ.get(variable)
        if not secret:
            raise KeyFault(
                say(
                    "There is no key: this machine has no key ring, and the environment variable "
                    "{variable} is not set.",
                    variable=variable,
                ),
                say(
                    "Set {variable} and start again, or open Settings and name another variable.",
                    variable=variable,
                ),
            )
        first, self.note = not self.note, no_ring_words(variable)
        if first and self.tell is not None:
            self.tell(self.note)
        return secret

    def forget(self, key_name: str) -> None:
        """Take a secret out of the key ring; harmless when there is none."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.delete_password(SERVICE, key_name)
        except KeyringError as fault:
            log.info("no key to forget: %s", fault)


def variable_for(key_name: str) -> str:
    """Return the environment variable that stands in for an entry of the key ring."""
    for preset in presets():
        if preset.name == key_name and preset.key_variable:
            return preset.key_variable
    return re.sub(r"\W+", "_", key_name.upper()).strip("_") + "_API_KEY"
