"""Numbers on the command line."""

from __future__ import annotations

import pytest

from app.cli.main import main, parser

SAMPLE = ("tune", "--sample", "ticket-routing")


@pytest.mark.parametrize(
    ("option", "text", "number"),
    [
        ("--limit", "1", 1),
        ("--check", "0", 0),
        ("--max-cost", "0.25", 0.25),
        ("--price-in", "0", 0.0),
        ("--held-out", "0", 0.0),
        ("--drift", "1", 1.0),
    ],
)
def test_what_fits_is_taken(option: str, text: str, number: float) -> None:
    given = vars(parser().parse_args([*SAMPLE, option, text]))
    assert given[option.strip("-").replace("-", "_")] == number


@pytest.mark.parametrize(
    ("option", "text", "told"),
    [
        ("--limit", "0", "0 is not 1 or more"),
        ("--votes", "many", "many is not 1 or more"),
        ("--check", "-1", "-1 is not 0 or more"),
        ("--max-cost", "nan", "nan is no amount of money"),
        ("--max-cost", "-2", "-2 is no amount of money"),
        ("--max-cost", "inf", "inf is no amount of money"),
        ("--price-out", "free", "free is no amount of money"),
        ("--held-out", "1", "1 is not from 0 to below 1"),
        ("--novelty", "nan", "nan is not from 0 to 1"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_range(
    option: str, text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*SAMPLE, f"{option}={text}"])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
