"""The terminal program: piped keys in, pairs out, the same project file behind it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from app.cli import tune as cli_tune
from app.cli.main import main
from optimizer.records import ColumnRole, Verdict
from optimizer.simulated import SIMULATED
from optimizer.store import Store
from tests.fake_service import FakeService
from tests.small_project import babble


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> FakeService:
    """The model service of every run: no model, and never closed by one run for the next."""
    fake = FakeService(babble, threaded=True)
    monkeypatch.setattr(fake, "close", lambda: None)
    monkeypatch.setattr(cli_tune, "ModelService", lambda *_: fake)
    return fake


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [{"message": f"Message number {n}, please help."} for n in range(24)]
    file = tmp_path / "letters.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "prompt.txt").write_text("Reply to the message.\n\nMessage: {{message}}\n")
    return file


def tune(monkeypatch: pytest.MonkeyPatch, keys: str, *arguments: object) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{key}\n" for key in keys)))
    return main(["tune", *map(str, arguments)])


def verdicts(project: Path) -> list[Verdict]:
    with Store.open(project) as store:
        return [vote.verdict for vote in store.votes()]


def test_votes_are_kept_and_the_prompt_is_written(
    service: FakeService,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = data.with_name("tuned.json")
    code = tune(monkeypatch, "123q", data, "--prompt", data.with_name("prompt.txt"), "--out", out)

    assert code == 0
    assert verdicts(data.with_suffix(".pairtune")) == [Verdict.LEFT, Verdict.RIGHT, Verdict.TIE]
    assert json.loads(out.read_text())["pairtune"] == "prompt"
    shown = capsys.readouterr().out
    assert "Vote 1: left better" in shown
    assert "Recommended:" in shown


def test_the_same_command_goes_on_where_it_stopped(
    service: FakeService, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = (data, "--prompt", data.with_name("prompt.txt"))
    assert tune(monkeypatch, "1q", *arguments) == 0
    assert tune(monkeypatch, "2q", *arguments) == 0

    assert verdicts(data.with_suffix(".pairtune")) == [Verdict.LEFT, Verdict.RIGHT]


def test_undo_brings_the_pair_back_before_the_next_key(
    service: FakeService, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tune(monkeypatch, "12u4q", data, "--prompt", data.with_name("prompt.txt"))

    with Store.open(data.with_suffix(".pairtune")) as store:
        votes = store.votes(include_voided=True)
    assert [(vote.verdict, vote.voided) for vote in votes] == [
        (Verdict.LEFT, False),
        (Verdict.RIGHT, True),
        (Verdict.BOTH_BAD, False),
    ]
    assert votes[1].duel_id == votes[2].duel_id


def test_it_stops_after_the_votes_that_were_asked_for(
    service: FakeService, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = tune(monkeypatch, "1" * 9, data, "--prompt", data.with_name("prompt.txt"), "--votes", 4)

    assert code == 0
    assert len(verdicts(data.with_suffix(".pairtune"))) == 4


def test_an_end_of_input_ends_the_run(
    service: FakeService, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tune(monkeypatch, "1", data, "--prompt", data.with_name("prompt.txt")) == 0
    assert verdicts(data.with_suffix(".pairtune")) == [Verdict.LEFT]


def test_control_characters_of_a_model_do_not_reach_the_terminal(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = FakeService(lambda request: f"\x1b[2J\x07{babble(request)}", threaded=True)
    monkeypatch.setattr(cli_tune, "ModelService", lambda *_: evil)
    tune(monkeypatch, "1q", data, "--prompt", data.with_name("prompt.txt"))

    shown = capsys.readouterr().out
    assert "\x1b[2J" not in shown
    assert "\x07" not in shown
    assert "␛[2J" in shown


def test_a_placeholder_without_column_is_told_with_its_remedy(
    service: FakeService,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = data.with_name("wrong.txt")
    wrong.write_text("Reply to {{letter}}.")
    code = tune(monkeypatch, "1q", data, "--prompt", wrong)

    assert code == 1
    assert "letter" in capsys.readouterr().err
    assert not data.with_suffix(".pairtune").exists()


def test_a_bad_row_is_named_with_the_option_that_passes_over_it(
    service: FakeService,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data.write_text(data.read_text() + "{broken\n")
    arguments = (data, "--prompt", data.with_name("prompt.txt"))

    assert tune(monkeypatch, "1q", *arguments) == 1
    told = capsys.readouterr().err
    assert "Line 25" in told
    assert "--skip-bad-rows" in told
    assert tune(monkeypatch, "1q", *arguments, "--skip-bad-rows") == 0
    assert verdicts(data.with_suffix(".pairtune")) == [Verdict.LEFT]


def roles(data: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> dict[str, ColumnRole]:
    rows = [{"id": n, "message": f"Message {n}.", "label": "ab"[n % 2]} for n in range(24)]
    data.write_text("".join(json.dumps(row) + "\n" for row in rows))
    prompt = data.with_name("prompt.txt")
    prompt.write_text("Reply to message {{id}}: {{message}}")
    assert tune(monkeypatch, "1q", data, "--prompt", prompt, *options) == 0
    with Store.open(data.with_suffix(".pairtune")) as store:
        return {column.name: column.role for column in store.task().columns}


def test_a_column_that_the_prompt_names_is_an_input_whatever_its_name(
    service: FakeService, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = roles(data, monkeypatch)
    assert found["id"] is ColumnRole.INPUT
    assert found["label"] is ColumnRole.REFERENCE


def test_without_a_reference_no_column_is_taken_for_expected_answers(
    service: FakeService, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ColumnRole.REFERENCE not in roles(data, monkeypatch, "--no-reference").values()


@pytest.mark.parametrize(
    "wrong", [("--votes", "0"), ("--limit", "-3"), ("--held-out", "1"), ("--max-calls", "many")]
)
def test_a_number_that_makes_no_sense_is_wrong_usage(
    data: Path, capsys: pytest.CaptureFixture[str], wrong: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["tune", str(data), *wrong])
    assert ended.value.code == 2
    assert wrong[0] in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fmt", "beginning"),
    [
        ("text", "Reply to the message."),
        ("markdown", "# "),
        ("json", "{"),
        ("yaml", "pairtune:"),
        ("python", '"""'),
        ("votes-csv", '"number"'),
        ("report", "<!"),
    ],
)
def test_everything_can_be_exported(
    fmt: str,
    beginning: str,
    service: FakeService,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tune(monkeypatch, "11q", data, "--prompt", data.with_name("prompt.txt"))
    capsys.readouterr()
    project = str(data.with_suffix(".pairtune"))
    prompt = [] if fmt.startswith("votes") or fmt == "report" else ["--prompt", "start"]

    assert main(["export", project, "--format", fmt, *prompt]) == 0
    assert capsys.readouterr().out.lower().startswith(beginning.lower())


def test_an_unknown_prompt_is_told_with_the_known_ones(
    service: FakeService,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tune(monkeypatch, "1q", data, "--prompt", data.with_name("prompt.txt"))

    assert main(["export", str(data.with_suffix(".pairtune")), "--prompt", "Z9"]) == 1
    assert "Start" in capsys.readouterr().err


def test_wrong_arguments_are_a_usage_error() -> None:
    for arguments in (["tune"], ["export"], ["model", "eat"], ["nonsense"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2


def test_tune_without_data_shows_its_own_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["tune"])
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert told.startswith("usage: pairtune tune ")
    assert told.endswith("error: name a data file, --sample ID or --project FILE\n")


def test_a_missing_prompt_is_told_as_that(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tune", str(data)]) == 1
    assert "needs a prompt" in capsys.readouterr().err


def test_what_was_guessed_of_the_columns_is_told(
    service: FakeService,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    roles(data, monkeypatch)
    told = capsys.readouterr().err
    assert "Columns: input id, message; expected answer label; ignored none." in told
    assert "names none of them. --no-reference changes that." in told


def test_a_missing_project_is_a_fault_of_the_world(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "no-such.pairtune"]) == 1
    assert "does not exist" in capsys.readouterr().err


def test_a_simulated_person_presses_the_keys_and_its_votes_are_marked(
    service: FakeService, data: Path
) -> None:
    prompt = str(data.with_name("prompt.txt"))
    code = main(["tune", str(data), "--prompt", prompt, "--votes", "5", "--simulated-person", "7"])

    assert code == 0
    with Store.open(data.with_suffix(".pairtune")) as store:
        votes = store.votes()
    assert len(votes) == 5
    assert {vote.rater_id for vote in votes} == {SIMULATED.id}


def test_what_is_expected_of_a_prompt_is_kept_and_an_unknown_one_is_told(
    service: FakeService,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = data.with_suffix(".pairtune")
    assert tune(monkeypatch, "1112q", data, "--prompt", data.with_name("prompt.txt")) == 0
    with Store.open(project) as store:
        start, first, *_ = [candidate.id for candidate in store.candidates()]
    assert tune(monkeypatch, "q", data, "--expect", "B1", "--expect", "start:b1") == 0
    with Store.open(project) as store:
        held = [event.data for event in store.events() if event.kind == "hunch"]
    assert [(h["better"], h["worse"]) for h in held] == [(first, start), (start, first)]

    assert tune(monkeypatch, "q", data, "--expect", "B77") == 1
    assert "--expect B77 does not name two prompts" in capsys.readouterr().err
