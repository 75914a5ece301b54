"""All on the real bundled model, in its real child process."""

from __future__ import annotations

import io
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from math import exp
from pathlib import Path

import pytest

from optimizer.errors import ModelFault
from optimizer.llm import ModelService
from optimizer.llm.pricing import PriceBook
from optimizer.local import command as local_command
from optimizer.local import model as local_model
from optimizer.local.model import Endpoint, LocalModel
from optimizer.records import CallRole, Completion, Message, ModelSpec, Parameters, Request

ROOT = Path(__file__).parents[3]


@pytest.fixture
def model(bundled_model_file):
    """A model that is not started yet, and ended with the test."""
    local = LocalModel(slots=2, slot_tokens=512)
    yield local
    local.stop()


def call(endpoint: Endpoint, path: str, body: object = None, key: str | None = None):
    headers = {"Content-Type": "application/json", "Origin": "http://elsewhere.example"}
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(endpoint.base_url + path, data, headers)
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=120)


def ask(endpoint: Endpoint, text: str = "Say hello.") -> str:
    body = {
        "model": endpoint.model_name,
        "messages": [{"role": "user", "content": text}],
        "max_tokens": 8,
    }
    with call(endpoint, "/chat/completions", body, endpoint.api_key) as response:
        return json.load(response)["choices"][0]["message"]["content"]


def alive(process_id: int) -> bool:
    """Tell whether a process runs; one that ended and was not asked for yet does not."""
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_it_answers_with_its_key_and_only_with_it(model):
    endpoint = model.start()
    assert endpoint.base_url.startswith("http://127.0.0.1:")
    assert endpoint.model_name == "SmolLM2-135M-Instruct"
    assert (endpoint.slots, endpoint.context_tokens) == (2, 512)
    assert ask(endpoint)
    for key in (None, "", "wrong"):
        for path, body in (("/models", None), ("/chat/completions", {"messages": []})):
            with pytest.raises(urllib.error.HTTPError) as refused:
                call(endpoint, path, body, key)
            assert refused.value.code == 401
            refused.value.close()


def test_no_page_of_another_origin_may_read_its_answers(model):
    endpoint = model.start()
    with call(endpoint, "/models", key=endpoint.api_key) as response:
        assert response.headers["Access-Control-Allow-Origin"] == "http://127.0.0.1"
        models = json.load(response)["data"]
    assert [entry["meta"]["n_ctx"] for entry in models] == [512]


def test_the_key_is_on_no_command_line(model):
    endpoint = model.start()
    command = Path(f"/proc/{model.process_id}/cmdline").read_bytes()
    assert endpoint.api_key.encode() not in command
    assert endpoint.api_key.encode() not in Path(f"/proc/{model.process_id}/environ").read_bytes()


def test_it_is_started_once_however_many_ask(model):
    found = []
    threads = [threading.Thread(target=lambda: found.append(model.ensure())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_it_is_restarted_after_its_process_was_killed(model):
    first, process_id = model.start(), model.process_id
    os.kill(process_id, signal.SIGKILL)
    wait_for(lambda: model.process_id is None)
    second = model.ensure()
    assert model.process_id != process_id
    assert second.api_key != first.api_key
    assert ask(second)


def test_it_gives_up_when_it_dies_again_and_again(model, monkeypatch):
    monkeypatch.setattr(local_model, "MOST_RESTARTS", 1)
    monkeypatch.setattr(local_model, "FIRST_PAUSE_S", 0.0)
    for _ in range(2):
        model.ensure()
        os.kill(model.process_id, signal.SIGKILL)
        wait_for(lambda: model.process_id is None)
    with pytest.raises(ModelFault) as caught:
        model.ensure()
    assert caught.value.kind == "local_model_dies"
    assert caught.value.remedy
    model.stop()
    assert ask(model.start())  # the person may try again


def test_stop_ends_its_process_and_only_start_brings_it_back(model):
    model.start()
    process_id = model.process_id
    model.stop()
    assert not alive(process_id)
    assert model.process_id is None
    with pytest.raises(ModelFault) as caught:
        model.ensure()
    assert caught.value.kind == "stopped"
    assert ask(model.start())


def test_stop_does_not_wait_for_a_start_under_way(model):
    caught = []

    def start():
        try:
            model.start()
        except ModelFault as fault:
            caught.append(fault.kind)

    starting = threading.Thread(target=start)
    starting.start()
    wait_for(lambda: model.process_id is not None)
    model.stop()
    starting.join()
    assert caught in ([], ["stopped"])  # empty if it had just come up
    assert model.process_id is None


PARENT = """
import sys, time
from optimizer.local.model import LocalModel
model = LocalModel(slots=1, slot_tokens=256)
model.start()
print(model.process_id, flush=True)
time.sleep(600)
"""


def test_its_process_ends_when_the_program_is_killed(bundled_model_file):
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, cwd=ROOT) as up:
        process_id = int(up.stdout.readline())
        assert alive(process_id)
        up.kill()
    wait_for(lambda: not alive(process_id))


def test_another_file_can_be_served_under_its_own_name(bundled_model_file, tmp_path):
    mine = tmp_path / "my own model.gguf"
    shutil.copyfile(bundled_model_file, mine)
    local = LocalModel(mine, slots=1, slot_tokens=256)
    try:
        endpoint = local.start()
        assert endpoint.model_name == "my own model"
        assert ask(endpoint)
    finally:
        local.stop()


def test_a_file_that_is_no_model_is_told_with_a_remedy(tmp_path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF and then nothing of use")
    local = LocalModel(broken)
    with pytest.raises(ModelFault) as caught:
        local.start()
    local.stop()
    assert caught.value.kind == "local_model_load"
    assert "broken.gguf" in caught.value.message
    assert caught.value.remedy


def test_a_missing_file_is_told_with_a_remedy(tmp_path):
    with pytest.raises(ModelFault) as caught:
        LocalModel(tmp_path / "absent.gguf").start()
    assert caught.value.kind == "no_model_file"


def test_nothing_native_is_loaded_into_the_program_itself(model):
    model.start()
    assert "xllamacpp" not in sys.modules


def test_the_terminal_commands(bundled_model_file, capsys):
    assert local_command.main(["install"]) == 0
    assert local_command.main(["test"]) == 0
    told = capsys.readouterr().out
    assert str(bundled_model_file) in told
    assert "answered in" in told


def test_the_terminal_tells_faults_without_a_traceback(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PAIRTUNE_MODEL_FILE", str(tmp_path / "absent.gguf"))
    assert local_command.main(["test"]) == 1
    assert "pairtune model install" in capsys.readouterr().err


def test_the_progress_is_told_in_tenths_where_nobody_watches():
    out = io.StringIO()
    meter = local_command._Meter(out)
    for done in range(101):
        meter.show(done * 1_000_000, 100_000_000)
    assert len(out.getvalue().splitlines()) == 10
    assert out.getvalue().splitlines()[-1].strip() == "100.0 MB of 100.0 MB"


def test_a_child_that_hangs_is_started_again(model, monkeypatch):
    first = model.start()
    process_id = model.process_id
    monkeypatch.setattr(local_model, "HEALTH_EVERY_S", 0.0)
    assert model.ensure() == first
    monkeypatch.setattr(local_model, "HEALTH_SECONDS", 0.3)
    os.kill(process_id, signal.SIGSTOP)
    # A stop takes hold thread by thread: one of them could answer once more.
    assert os.WIFSTOPPED(os.waitpid(process_id, os.WUNTRACED)[1])
    second = model.ensure()
    assert second.api_key != first.api_key
    assert not alive(process_id)
    assert ask(second)


def test_an_answer_can_be_held_to_the_labels(model):
    service = ModelService(lambda name: None, lambda spec: model.start(), prices=PriceBook({}))
    done: queue.SimpleQueue[object] = queue.SimpleQueue()
    asked = Request(
        role=CallRole.ANSWER,
        model=ModelSpec(),
        messages=(Message("user", "Write a poem about the sea."),),
        parameters=Parameters(temperature=0.0),
        max_tokens=12,
        choices=("not spam", "spam", "größer"),
    )
    try:
        service.submit(asked, lambda request, outcome: done.put(outcome))
        outcome = done.get(timeout=120)
        assert isinstance(outcome, Completion)
        assert outcome.text in asked.choices
    finally:
        service.close()


def test_an_exact_one_answers_equally_whatever_it_read_before(bundled_model_file):
    texts = [f"Name {thing}." for thing in ("a sea", "a river near a sea", "a lake", "a bay")]

    def told(order: list[str], hands: int) -> dict[str, object]:
        local, found = LocalModel(slot_tokens=256, exact=True), {}
        endpoint = local.start()

        def work(own: list[str]) -> None:
            for text in own:
                body = {"messages": [{"role": "user", "content": text}], "max_tokens": 4}
                body |= {"temperature": 0.0, "logprobs": True}
                with call(endpoint, "/chat/completions", body, endpoint.api_key) as response:
                    found[text] = json.load(response)["choices"][0]["logprobs"]

        shares = (order[hand::hands] for hand in range(hands))
        workers = [threading.Thread(target=work, args=(share,)) for share in shares]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        local.stop()
        assert (endpoint.slots, endpoint.exact) == (1, True)
        return found

    # To the last digit: a difference there is a different word sooner or later.
    assert told(texts, 1) == told([*texts[::-1], *texts], 3)


def _weighed(service, messages, weight):
    """Return what is answered when so much is added to one of two allowed answers."""
    asked = Request(
        CallRole.ANSWER, ModelSpec(), messages, Parameters(), 8,
        choices=("Paris", "Zebra"), choice_weights=(0.0, weight),
    )  # fmt: skip
    done: queue.SimpleQueue[object] = queue.SimpleQueue()
    service.submit(asked, lambda request, outcome: done.put(outcome))
    return done.get(timeout=120).text


def test_it_tells_how_likely_an_answer_is(model):
    service = ModelService(lambda name: None, lambda spec: model.start(), prices=PriceBook({}))
    try:
        likelihood = service.likelihood(ModelSpec())
        asked = (Message("user", "The capital of France is"),)
        likely, unlikely = (likelihood.loss(asked, text) for text in ("Paris", "Zebra"))
        assert 0 < likely < unlikely
        assert likelihood.loss(asked, "Paris") == pytest.approx(likely, abs=1e-3)
        words = ("Paris", "London", "Rome")
        told = likelihood.first(asked, words)
        assert sum(map(exp, told)) == pytest.approx(1.0, abs=1e-3)
        losses = [likelihood.loss(asked, word) for word in words]
        gaps = [told[0] - each for each in told]
        assert gaps == pytest.approx([each - losses[0] for each in losses], abs=0.01)
        assert likelihood.tells_apart(("Paris", "Zebra"))
        assert not likelihood.tells_apart(("Paris", "Paris France"))
        assert service.likelihood(ModelSpec(model="openai/gpt-4o-mini")) is None
        with pytest.raises(ModelFault):
            likelihood.loss((Message("user", "word " * 5_000),), "Paris")
        assert [_weighed(service, asked, weight) for weight in (-30.0, 30.0)] == ["Paris", "Zebra"]
    finally:
        service.close()
