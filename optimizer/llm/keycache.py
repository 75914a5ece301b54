"""Keys by name, asked for once: a keyring is slow, and may ask the person to unlock it."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.llm.threads import in_thread


class KeyCache:
    """Secrets in memory; used on one event loop only.

    Args:
        lookup: Finds a secret by its name; may block.
    """

    def __init__(self, lookup: Callable[[str], str | None]) -> None:
        self._lookup = lookup
        self._found: dict[str, str] = {}

    async def find(self, name: str) -> str | None:
        """Return the secret, or None when there is none.

        Raises:
            WorldFault: The keyring cannot be read.
        """
        if name not in self._found:
            secret = await in_thread(lambda: self._lookup(name), "key-lookup")
            if not secret:
                return None
            self._found[name] = secret
        return self._found[name]

    def forget(self, name: str) -> None:
        """Ask again next time: the key was refused or changed."""
        self._found.pop(name, None)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that was looked up, to be kept out of messages."""
        return tuple(self._found.values())
