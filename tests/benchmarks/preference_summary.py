"""Sum the benchmark's results up: one table of fixed pools, one of growing ones, one of judges."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

OPENING, CLOSING = "<!-- written by preference report -->", "<!-- end of what it wrote -->"
RULES = {
    "eubo/posterior/random/auto": "the engine",
    "eubo/posterior/different/auto": "most different of eight",
    "apohf/posterior/random/auto": "leader + UCB",
    "uniform/posterior/random/auto": "random pairs",
}
GROWERS = {
    **{rule: name for rule, name in RULES.items() if not rule.startswith("apohf")},
    "eubo/posterior/random/white": "a child starts at 0",
    "uniform/elo/random/auto": "Elo, random pairs",
    "elo_adjacent/elo/random/auto": "Elo, adjacent pairs",
    "uniform/bradley_terry/random/auto": "Bradley-Terry",
    "king/king/random/auto": "king of the hill",
}

Groups = dict[Any, list[Any]]


def summary(rows: list[dict[str, Any]]) -> str:
    """Return the tables as Markdown.

    Args:
        rows: every result.
    """
    parts = [_flat(rows), _growing(rows), _judges(rows)]
    return "\n\n".join(part for part in parts if part)


def insert(text: str, file: Path, opening: str = OPENING, closing: str = CLOSING) -> None:
    """Write tables between the marks of a file; a file without marks is left alone.

    Args:
        text: the tables.
        file: such as preference.md.
        opening: the first mark.
        closing: the last one.
    """
    if not file.exists():
        return
    before, found, rest = file.read_text().partition(opening)
    _, closed, after = rest.partition(closing)
    if found and closed:
        file.write_text(f"{before}{opening}\n\n{text.strip()}\n\n{closing}{after}")


def _flat(rows: list[dict[str, Any]]) -> str:
    groups: Groups = defaultdict(list)
    for row in rows:
        rule = "/".join(row["rule"])
        if row["suite"] == "flat" and rule in RULES:
            groups[row["size"], row["p"], row["share"], rule].append(row["result"])
    worlds = sorted({key[:3] for key in groups}, key=lambda w: (w[0], -w[1], w[2]))
    lines = [
        "Fixed pools. Mean regret at 50 / 200 votes (standard error at 50; seeds), and of the "
        "engine the coverage of the 90 % interval and predicted / real expected regret at 50 "
        "and at 200 votes.",
        "",
        "| K, p, share | " + " | ".join(RULES.values()) + " | coverage | predicted / real |",
        "|---" * (len(RULES) + 3) + "|",
    ]
    for world in worlds:
        cells = [_regret(groups[(*world, rule)]) for rule in RULES]
        engine = groups[(*world, next(iter(RULES)))]
        cells.append(" / ".join(f"{_at(engine, n, 'covered').mean():.2f}" for n in (50, 200)))
        both = ("predicted", "real")
        cells.append(
            "; ".join(
                " / ".join(f"{_at(engine, n, name).mean():.2f}" for name in both) for n in (50, 200)
            )
        )
        size, p, share = world
        lines.append(f"| {size}, {p}, {share} | " + " | ".join(cells) + " |")
    return "\n".join(lines) if worlds else ""


def _growing(rows: list[dict[str, Any]]) -> str:
    groups: Groups = defaultdict(list)
    for row in rows:
        rule = "/".join(row["rule"])
        if row["suite"] == "growing" and rule in GROWERS:
            groups[row["drift"], row["every"], rule].append(row["result"])
    worlds = sorted({key[:2] for key in groups}, key=lambda w: (-w[0], w[1]))
    heads = [f"{drift:+}, every {every}" for drift, every in worlds]
    lines = [
        "Growing pools, by the drift and by how many votes lie between two births: gain in "
        "logits after 200 votes (standard error; seeds) and the share of the oracle's gain.",
        "",
        "| rule | " + " | ".join(heads) + " |",
        "|---" * (len(worlds) + 1) + "|",
    ]
    for rule, name in GROWERS.items():
        if not any((*world, rule) in groups for world in worlds):
            continue
        cells = []
        for world in worlds:
            found = groups.get((*world, rule), [])
            gain = np.array([row["gain"] for row in found])
            oracle = np.array([row["oracle"] for row in found])
            cells.append(
                f"{gain.mean():.2f} ({_error(gain)}; {len(gain)}) {gain.mean() / oracle.mean():.2f}"
                if len(gain) > 1
                else "-"
            )
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) if worlds else ""


def _judges(rows: list[dict[str, Any]]) -> str:
    groups: Groups = defaultdict(list)
    for row in rows:
        if row["suite"] == "judge":
            key = (
                row["agreement"] or 0.0,
                row.get("bias", 0.0),
                row.get("length", True),
                row.get("same_answers", False),
            )
            groups[(row["agreement"] is not None, *key)].append(row["result"])
    lines = [
        "A judge of 1,000 votes beside the person, K = 30, p = .75: median (mean) regret, and "
        "the standard error of the mean at 60 votes.",
        "",
        "| agreement, length bias, length known | seeds | 0 votes | 20 | 40 | 60 | se |",
        "|---" * 7 + "|",
    ]
    for key in sorted(groups, key=lambda k: (k[4], *k[:3], not k[3])):
        judged, agreement, bias, known, same = key
        name = f"{agreement}, {bias}, {'yes' if known else 'no'}" if judged else "no judge"
        name += ", of the same answers" if same else ""
        regrets = {n: _at(groups[key], n, "regret") for n in (0, 20, 40, 60)}
        cells = [f"{np.median(x):.2f} ({x.mean():.2f})" for x in regrets.values()]
        lines.append(
            f"| {name} | {len(groups[key])} | " + " | ".join(cells) + f" | {_error(regrets[60])} |"
        )
    return "\n".join(lines) if groups else ""


def _at(results: list[Any], votes: int, name: str) -> np.ndarray:
    place = {int(stand["votes"]): k for k, stand in enumerate(results[0])}[votes]
    return np.array([result[place][name] for result in results])


def _regret(results: list[Any]) -> str:
    if len(results) < 2:
        return "-"
    first, last = _at(results, 50, "regret"), _at(results, 200, "regret")
    return f"{first.mean():.2f} / {last.mean():.2f} ({_error(first)}; {len(first)})"


def _error(values: np.ndarray) -> str:
    return f"{values.std(ddof=1) / np.sqrt(len(values)):.2f}"
