"""Work asks whether it is to stop, each for itself."""

from __future__ import annotations

import threading

from optimizer.inbox import Inbox
from optimizer.stopping import stop_asked, stoppable
from optimizer.workshop import Finished, Workshop


def test_only_the_work_that_is_to_stop_hears_of_it() -> None:
    one, other = threading.Event(), threading.Event()
    one.set()
    assert stoppable(stop_asked, one)() is True
    assert stoppable(stop_asked, other)() is False
    assert stop_asked() is False


def test_a_proposer_hears_that_the_proposers_are_cancelled() -> None:
    inbox = Inbox()
    workshop = Workshop(inbox)
    began, heard = threading.Event(), threading.Event()

    def work() -> object:
        began.set()
        while not stop_asked():
            heard.wait(0.01)
        return "stopped"

    workshop.propose(work, lambda _: None, lambda _: None)
    assert began.wait(30)
    workshop.cancel_proposers()
    workshop.close()
    item = inbox.take(30)
    assert isinstance(item, Finished)
    assert item.result == "stopped"
