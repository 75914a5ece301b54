"""Secure connections: a certificate that is not trusted, and one that is vouched for."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.errors import ModelFault
from optimizer.llm.childcaller import ChildCaller
from optimizer.records import Completion
from tests.fault_server import FaultServer, fault_server
from tests.optimizer.llm.conftest import MakeService, call, hosted, request

PLACE = Path(__file__).parents[2] / "assets" / "tls"


@pytest.fixture
def secure_server() -> Iterator[FaultServer]:
    """A server with a certificate that it signed itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PLACE / "server.pem", PLACE / "server-key.pem")
    with fault_server(tls=context) as running:
        yield running


def test_an_untrusted_certificate_has_its_own_words(
    make_service: MakeService, secure_server: FaultServer
) -> None:
    fault = call(make_service(), request(hosted(secure_server)))
    assert isinstance(fault, ModelFault)
    assert (fault.kind, fault.attempts, fault.lost_attempts) == ("certificate", 1, 0)
    assert "does not trust" in fault.message
    assert "SSL_CERT_FILE" in fault.remedy
    assert not secure_server.bodies


def test_a_certificate_that_the_person_vouches_for_is_trusted(
    make_service: MakeService, secure_server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(PLACE / "server.pem"))
    service = make_service(caller=ChildCaller())
    assert isinstance(call(service, request(hosted(secure_server))), Completion)
