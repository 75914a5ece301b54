"""Keys of model providers: in the system's key ring, or in an environment variable."""

from __future__ import annotations

import logging
import os
import re

from optimizer.errors import WorldFault

SERVICE = "PairTune"
log = logging.getLogger(__name__)


class KeyFault(WorldFault):
    """A key cannot be kept or read."""


class KeyRing:
    """Looks secrets up by name; `env:NAME` names an environment variable.

    A machine without a key ring (a server, a container) falls back to the environment; `note`
    then says so in words.
    """

    def __init__(self) -> None:
        self.note = ""

    def lookup(self, key_name: str) -> str | None:
        """Return a secret, or None when there is none; may be called from any thread.

        Args:
            key_name: The name of an entry, or `env:NAME`.
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
            self.note = (
                "This machine has no key ring. The key was looked for in the environment "
                f"variable {variable_for(key_name)}."
            )
            secret = None
        return secret or os.environ.get(variable_for(key_name)) or None

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
                "The key cannot be kept: this machine has no key ring that can be used.",
                f"Set the environment variable {variable_for(key_name)} before the start, "
                f"or name one of your own as env:NAME.",
            ) from fault

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
    return re.sub(r"\W+", "_", key_name.upper()).strip("_") + "_API_KEY"
