"""The comparison of methods as a table in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import sqrt
from statistics import fmean, median, stdev

from scipy.stats import t as student

from tests.benchmarks.method_play import Stand

Results = Mapping[tuple[str, str, int], tuple[Stand, ...]]
AUTO = "auto"
_HEAD = """# The methods in simulated worlds

`python -m tests.benchmarks.methods --first {first}` made this{beside} In every
world all methods met the same seeds, as many as are told there, from {first} on. The worlds are
described in `tests/benchmarks/method_worlds.py`, the scripted writer in `method_writer.py`. The
pool grows as in the program, the person errs (a clear difference of three to one is seen three
times of four, one vote in twenty is careless, one in six is a tie) and says why in some of the
votes.

*Gain* is what the recommended prompt is truly worth beyond the start prompt, in logits: 0.5 is a
win rate of 0.60 when nobody errs and ties count half, 1 of 0.70, 2 of 0.84. Intervals are of 90 %
over seeds, and paired by seed where two methods are compared. *Best* is the single method with the
highest mean in that world after so many votes, named after the fact, which flatters it; *median*
is the median of the means of {field}. *Level* says whether the interval of `auto` minus
best reaches 0, *ahead* whether that of `auto` minus median lies above it.
"""


def report(
    results: Results,
    checkpoints: Sequence[int],
    lacking: Mapping[str, str],
    field: Sequence[str] = (),
    left_out: Sequence[str] = (),
    words: str = "",
) -> str:
    """Return the results as a text with tables.

    Args:
        results: By world, method and seed how the run stood at the checkpoints.
        checkpoints: The numbers of votes.
        lacking: Methods that cannot be played, and why.
        field: The methods that the median is taken of; empty for all single ones.
        left_out: Methods that could have been played and were not.
        words: Where it is told what the table says; a file's name beside it, empty for nowhere.
    """
    worlds = list(dict.fromkeys(world for world, _, _ in results))
    methods = list(dict.fromkeys(method for _, method, _ in results))
    results = _met_by_all(results)
    head = {
        "field": "those drawn by lot" if field else "all single methods",
        "first": min((seed for _, _, seed in results), default=0),
        "beside": f".\nWhat it says and what was tried: [{words}]({words})." if words else ".",
    }
    lines = [_HEAD.format_map(head)]
    if field:
        lines += [f"Drawn by lot, {len(field)}: {', '.join(f'`{name}`' for name in field)}.", ""]
    if AUTO in methods and len(methods) > 1:
        lines += [
            "## `auto` against the others",
            "",
            *_against(results, worlds, checkpoints, field),
            "",
            "## Where gain is lost",
            "",
            *_lost(results, worlds, checkpoints),
            "",
        ]
    for world in worlds:
        seeds = len({seed for where, _, seed in results if where == world})
        lines += [f"## {world}, {seeds} seeds", "", *_world(results, world, checkpoints), ""]
    if left_out:
        lines += ["## Not played on these seeds", "", ", ".join(f"`{n}`" for n in left_out), ""]
    if lacking:
        lines += ["## Not comparable here", ""]
        lines += [f"- `{name}`: {why}" for name, why in lacking.items()]
    return "\n".join(lines).rstrip() + "\n"


def _against(
    results: Results, worlds: Sequence[str], checkpoints: Sequence[int], field: Sequence[str]
) -> list[str]:
    against = ("best single", "auto minus best", "level", "median", "auto minus median", "ahead")
    lines = _header(["world", "votes", "auto", *against, "rank of auto"])
    behind, unclear = [], []
    for world in worlds:
        for place, votes in enumerate(checkpoints):
            gains = _figures(results, world, place, lambda stand: stand.gain)
            means = {name: fmean(values.values()) for name, values in gains.items()}
            single = {name: mean for name, mean in means.items() if name != AUTO}
            drawn = [name for name in single if name in field or not field]
            best = max(single, key=lambda name: single[name])
            apart = [gains[AUTO][seed] - gains[best][seed] for seed in gains[AUTO]]
            middle = [
                gains[AUTO][seed] - median(gains[name][seed] for name in drawn)
                for seed in gains[AUTO]
            ]
            rank = 1 + sum(mean > means[AUTO] for mean in single.values())
            level = fmean(apart) + _reach(apart) >= 0
            ahead = fmean(middle) - _reach(middle) > 0
            behind += [] if level else [f"{world} at {votes}"]
            unclear += [] if ahead else [f"{world} at {votes}"]
            cells = [
                world,
                str(votes),
                _told(list(gains[AUTO].values())),
                f"{_told(list(gains[best].values()))} {best}",
                _told(apart),
                "yes" if level else "no",
                f"{median(single[name] for name in drawn):+.2f}",
                _told(middle),
                "yes" if ahead else "no",
                f"{rank} of {len(means)}",
            ]
            lines.append(_row(cells))
    return [
        *lines,
        "",
        f"Behind the best single method beyond noise: {', '.join(behind) or 'nowhere'}.",
        f"Not clearly ahead of the median: {', '.join(unclear) or 'nowhere'}.",
    ]


def _lost(results: Results, worlds: Sequence[str], checkpoints: Sequence[int]) -> list[str]:
    """Tell what the pool held, and how much less was recommended."""
    lines = [
        "*Best in pool* is the best prompt that was written, whether anybody knew it or not;",
        "*lost* is by how much the recommended one is worse.",
        "",
        *_header(
            ["world", "votes", "auto: best in pool", "lost", "best single: best in pool", "lost"]
        ),
    ]
    for world in worlds:
        for place, votes in enumerate(checkpoints):
            gains = _figures(results, world, place, lambda stand: stand.gain)
            pools = _figures(results, world, place, lambda stand: stand.best)
            means = {name: fmean(values.values()) for name, values in gains.items()}
            best = max((name for name in means if name != AUTO), key=lambda name: means[name])
            cells = [world, str(votes)]
            for name in (AUTO, best):
                lost = [pools[name][seed] - gains[name][seed] for seed in gains[name]]
                told = _told(list(pools[name].values()))
                cells += [told if name == AUTO else f"{told} {name}", _told(lost)]
            lines.append(_row(cells))
    return lines


def _world(results: Results, world: str, checkpoints: Sequence[int]) -> list[str]:
    last = len(checkpoints) - 1
    heads = [f"gain, {votes} votes" for votes in checkpoints]
    figures = ("win rate", "best in pool", "prompts", "refused", "answers", "writer", "words")
    lines = _header(["method", *heads, *figures])
    gains = [_figures(results, world, place, lambda stand: stand.gain) for place in range(last + 1)]
    order = sorted(gains[last], key=lambda name: -fmean(gains[last][name].values()))
    rest: tuple[tuple[Callable[[Stand], float], str], ...] = (
        (lambda stand: stand.win_rate, ".2f"),
        (lambda stand: stand.best, "+.2f"),
        (lambda stand: stand.prompts, ".0f"),
        (lambda stand: stand.refused, ".0f"),
        (lambda stand: stand.answers, ".0f"),
        (lambda stand: stand.writer_calls, ".0f"),
        (lambda stand: stand.words, ".0f"),
    )
    for name in order:
        cells = [f"**{name}**" if name == AUTO else name]
        cells += [_told(list(found[name].values())) for found in gains]
        for figure, spec in rest:
            values = _figures(results, world, last, figure)[name].values()
            cells.append(f"{fmean(values):{spec}}")
        lines.append(_row(cells))
    return lines


def _figures(
    results: Results, world: str, place: int, figure: Callable[[Stand], float]
) -> dict[str, dict[int, float]]:
    """Return a figure at a checkpoint by method and seed."""
    found: dict[str, dict[int, float]] = {}
    for (where, method, seed), stands in results.items():
        if where == world:
            found.setdefault(method, {})[seed] = figure(stands[place])
    return found


def _told(values: Sequence[float]) -> str:
    """Return a mean with its interval of 90 %."""
    if len(values) < 2:
        return f"{fmean(values):+.2f}"
    return f"{fmean(values):+.2f} ± {_reach(values):.2f}"


def _reach(values: Sequence[float]) -> float:
    """Return how far the interval of 90 % reaches to either side; 0 of a single value."""
    if len(values) < 2:
        return 0.0
    return float(student.ppf(0.95, len(values) - 1)) * stdev(values) / sqrt(len(values))


def _met_by_all(results: Results) -> Results:
    """Return the runs with seeds that every method has met in their world."""
    met: dict[tuple[str, str], set[int]] = {}
    for world, method, seed in results:
        met.setdefault((world, method), set()).add(seed)
    common = {
        world: set.intersection(*(seeds for (where, _), seeds in met.items() if where == world))
        for world, _ in met
    }
    return {key: stands for key, stands in results.items() if key[2] in common[key[0]]}


def _header(cells: Sequence[str]) -> list[str]:
    return [_row(cells), _row(["---"] * len(cells))]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
