"""Keys of providers: key ring, environment, neither."""

from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail

from app.keys import KeyFault, KeyRing, variable_for


class MemoryRing(KeyringBackend):
    """A key ring of this process."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret."""
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        if (service, username) not in self.secrets:
            raise keyring.errors.PasswordDeleteError("there is none")
        del self.secrets[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> MemoryRing:
    """A key ring that works."""
    made = MemoryRing()
    monkeypatch.setattr("keyring.core._keyring_backend", made)
    return made


@pytest.fixture
def no_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a key ring."""
    monkeypatch.setattr("keyring.core._keyring_backend", fail.Keyring())


def test_a_secret_is_kept_found_and_forgotten(ring: MemoryRing) -> None:
    keys = KeyRing()
    keys.store("openai", "secret")
    assert keys.lookup("openai") == "secret"
    keys.forget("openai")
    keys.forget("openai")
    assert keys.lookup("openai") is None
    assert keys.note == ""
    assert keys.works()


def test_an_environment_variable_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "from outside")
    assert KeyRing().lookup("env:MY_KEY") == "from outside"
    assert KeyRing().lookup("env:NOT_THERE_AT_ALL") is None


def test_no_name_is_no_key(ring: MemoryRing) -> None:
    assert KeyRing().lookup("") is None


@pytest.mark.usefixtures("no_ring")
def test_without_a_key_ring_the_environment_is_asked_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "from outside")
    told: list[str] = []
    keys = KeyRing(told.append)
    assert keys.lookup("openai") == "from outside"
    assert "OPENAI_API_KEY" in keys.note
    keys.lookup("openai")
    assert told == [keys.note]
    assert not keys.works()


@pytest.mark.usefixtures("no_ring")
def test_without_a_key_ring_and_without_the_variable_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("GEMINI_API_KEY", raising=False)
    with pytest.raises(KeyFault, match="GEMINI_API_KEY"):
        KeyRing().lookup("gemini")


@pytest.mark.usefixtures("no_ring")
def test_without_a_key_ring_keeping_fails_with_a_remedy() -> None:
    with pytest.raises(KeyFault) as caught:
        KeyRing().store("openai", "secret")
    assert "OPENAI_API_KEY" in caught.value.remedy
    assert "secret" not in str(caught.value)


def test_names_of_variables() -> None:
    assert variable_for("openai") == "OPENAI_API_KEY"
    assert variable_for("bedrock") == "AWS_BEARER_TOKEN_BEDROCK"
    assert variable_for("my server-2") == "MY_SERVER_2_API_KEY"
