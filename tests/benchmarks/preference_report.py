"""Turn the benchmark's results into a Markdown table and SVG plots."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.line_chart import line_chart
from tests.benchmarks.preference_summary import CLOSING, OPENING, insert, summary

TITLE = "# Simulated votes: how good is the recommended prompt?"
SHOWN = (10, 20, 25, 40, 50, 75, 100, 150, 200)
JUDGE_SHOWN = (0, 20, 40, 60)
CHARTED = 60


def write_report(rows: list[dict[str, Any]], folder: Path) -> None:
    """Write worlds.md, plots of fixed pools, and the short tables of preference.md in a folder.

    Of files that are there only what stands between their marks is written anew.
    """
    groups: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        world = {k: v for k, v in row.items() if k not in {"rule", "seed", "result"}}
        name = json.dumps(world, sort_keys=True)
        groups[name]["/".join(row["rule"])].append(row["result"])
    lines: list[str] = []
    for name in sorted(groups):
        world = json.loads(name)
        lines += ["### " + ", ".join(f"{k} {v}" for k, v in world.items()), ""]
        if world["suite"] == "growing":
            lines += _growing(groups[name])
        else:
            shown = JUDGE_SHOWN if world["suite"] == "judge" else SHOWN
            lines += _regrets(groups[name], shown)
            # A curve of few seeds shows noise.
            if world["suite"] == "flat" and _seeds(groups[name]) >= CHARTED:
                chart = f"regret-{world['size']}-{world['p']}-{world['share']}.svg"
                (folder / chart).write_text(_chart(world, groups[name]))
                lines += [f"![Regret against votes]({chart})", ""]
    short = summary(rows)
    file = folder / "worlds.md"
    if not file.exists():
        file.write_text(f"{TITLE}\n\n{OPENING}\n{CLOSING}\n")
    insert("\n".join(["### In short", "", short, "", *lines]), file)
    insert(short, folder / "preference.md")
    print(file)


def _seeds(rules: dict[str, list[Any]]) -> int:
    return max(len(results) for results in rules.values())


def _regrets(rules: dict[str, list[Any]], shown: tuple[int, ...]) -> list[str]:
    lines = [
        "Regret: 0 is the best prompt, 1 the median one. Median (mean) over seeds; the last "
        "columns are the coverage of the 90 % interval, and predicted / real expected regret.",
        "",
        "| rule | seeds | " + " | ".join(f"{v}" for v in shown) + " | se | coverage | regret |",
        "|---" * (len(shown) + 5) + "|",
    ]
    for rule in sorted(rules):
        results = rules[rule]
        at = {int(stand["votes"]): k for k, stand in enumerate(results[0])}
        cells, last = [], None
        for votes in shown:
            if votes not in at:
                cells.append("-")
                continue
            last = at[votes]
            regret = np.array([result[last]["regret"] for result in results])
            cells.append(f"{np.median(regret):.2f} ({regret.mean():.2f})")
        final = [result[last] for result in results]
        error = np.std([stand["regret"] for stand in final]) / np.sqrt(len(final))
        tail = ["-", "-"]
        if "covered" in final[0]:
            predicted, real = (np.mean([s[k] for s in final]) for k in ("predicted", "real"))
            tail = [f"{np.mean([s['covered'] for s in final]):.2f}", f"{predicted:.2f}/{real:.2f}"]
        lines.append(f"| {rule} | {len(results)} | " + " | ".join([*cells, f"{error:.2f}", *tail]))
        lines[-1] += " |"
    return [*lines, ""]


def _growing(rules: dict[str, list[Any]]) -> list[str]:
    lines = [
        "True gain of the prompt recommended after 200 votes, in logits.",
        "",
        "| rule | seeds | gain (se) | oracle | share | coverage | predicted/real |",
        "|---|---|---|---|---|---|---|",
    ]
    for rule in sorted(rules):
        column = {k: np.array([row[k] for row in rules[rule]]) for k in rules[rule][0]}
        gain, oracle = column["gain"], column["oracle"]
        error = gain.std() / np.sqrt(len(gain))
        lines.append(
            f"| {rule} | {len(gain)} | {gain.mean():.2f} ({error:.2f}) | {oracle.mean():.2f} "
            f"| {gain.mean() / oracle.mean():.2f} | {column['covered'].mean():.2f} "
            f"| {column['predicted'].mean():.2f}/{column['real'].mean():.2f} |"
        )
    return [*lines, ""]


def _chart(world: dict[str, Any], rules: dict[str, list[Any]]) -> str:
    lines = {}
    for rule, results in sorted(rules.items()):
        votes = [stand["votes"] for stand in results[0]]
        regret = np.array([[stand["regret"] for stand in result] for result in results])
        lines[rule] = (votes, regret.mean(axis=0).tolist())
    title = f"K = {world['size']}, p = {world['p']}, share {world['share']}"
    return line_chart(lines, title=title, x_title="votes", y_title="mean regret")
