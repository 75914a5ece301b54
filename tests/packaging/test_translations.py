"""Every text for people exists in every language, whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages import Catalog

from app.keys import KeyFault
from app.language import ENGLISH, NAMES
from optimizer.errors import ModelFault, WorldFault

ROOT = Path(__file__).parents[2]
LANGUAGES = tuple(code for code in NAMES if code != ENGLISH)
SPOKEN = frozenset({"tr", "tr_n", "tr_as"})  # looked up at once
KEPT = frozenset({"mark", "say", "say_n"})  # looked up where they are shown


@pytest.fixture(scope="module")
def template(translations: ModuleType) -> Catalog:
    """All texts that there are."""
    return translations.gather()


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest, translations: ModuleType, template: Catalog):
    """A language's texts, brought up to those that there are."""
    return translations.updated(request.param, template)


def test_every_text_has_a_translation(translations: ModuleType, catalogue: Catalog) -> None:
    assert translations.missing(catalogue) == []


def test_translations_have_the_same_placeholders(catalogue: Catalog) -> None:
    wrong = {
        string: english
        for english, string in _forms(catalogue)
        if string and _names(string) != _names(english)
    }
    assert wrong == {}


def test_the_files_hold_the_texts_of_today(translations: ModuleType, catalogue: Catalog) -> None:
    file = translations.LANGUAGES / f"{catalogue.locale}.po"
    assert file.read_bytes() == translations.po_bytes(catalogue), "run packaging/translations.py"
    compiled = file.with_suffix(".mo").read_bytes()
    assert compiled == translations.mo_bytes(catalogue), "run packaging/translations.py"


def test_every_literal_that_is_handed_over_is_gathered(template: Catalog) -> None:
    lost = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file, call in _calls(ROOT, SPOKEN | KEPT)
        for text, context in _literals(call)
        if text and template.get(text, context) is None
    ]
    assert lost == []


def test_no_text_is_put_together_before_it_is_looked_up() -> None:
    made = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file, call in _calls(ROOT, SPOKEN | KEPT)
        if call.args and isinstance(call.args[0], ast.JoinedStr | ast.IfExp | ast.BinOp)
        if not isinstance(call.args[0], ast.IfExp) or _has_text(call.args[0])
    ]
    assert made == []


def test_nothing_is_looked_up_before_the_language_is_known() -> None:
    early = []
    for file in _sources(ROOT):
        early += [
            f"{file.relative_to(ROOT)}:{call.lineno}"
            for call in _run_at_import(_tree(file))
            if _called(call) in SPOKEN
        ]
    assert early == []


def test_every_fault_of_the_world_is_said_in_words_that_can_be_looked_up() -> None:
    faults = frozenset(_names_of_faults(ROOT))
    plain = [
        f"{file.relative_to(ROOT)}:{text.lineno}"
        for file, call in _calls(ROOT, faults)
        for text in call.args
        if _is_plain(text) and _has_text(text)
    ]
    assert {WorldFault.__name__, ModelFault.__name__, KeyFault.__name__} <= faults
    assert plain == []


def test_a_text_that_is_new_is_noticed(translations: ModuleType, tmp_path: Path) -> None:
    for room in ("app", "optimizer", "resources"):
        (tmp_path / room).mkdir()
    (tmp_path / "app" / "page.py").write_text(
        'a = tr("{n} new thing")\nb = tr_n("{n} cat", "{n} cats", 2)\nc = mark("kept")\n'
        'd = tr_as("verb", "Open")\ne = log("not for people")\n',
        "utf-8",
    )
    (tmp_path / "optimizer" / "fault.py").write_text('say("It broke.")\n', "utf-8")
    found = {(message.context, message.id) for message in translations.gather(tmp_path)}
    assert found - {(None, "")} == {
        (None, "{n} new thing"),
        (None, ("{n} cat", "{n} cats")),
        (None, "kept"),
        ("verb", "Open"),
        (None, "It broke."),
    }


def test_a_text_without_both_plural_forms_is_missing(translations: ModuleType) -> None:
    half = Catalog(locale="de")
    half.add(("{n} cat", "{n} cats"), ("{n} Katze", ""))
    half.add("whole", "ganz")
    assert len(translations.missing(half)) == 1


def _forms(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Yield each English text with its translation; for counts, each form."""
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            yield from zip(message.id, message.string, strict=True)
        else:
            yield message.id, message.string


def _names(text: str) -> set[str]:
    """Return the names that a text has places for; those of a text without values are no places."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def _literals(call: ast.Call) -> Iterator[tuple[str, str | None]]:
    """Yield the literal by which a text is looked up, with its context."""
    arguments = [a.value if isinstance(a, ast.Constant) else None for a in call.args[:2]]
    context = arguments.pop(0) if _called(call) == "tr_as" else None
    if arguments and isinstance(arguments[0], str):
        yield arguments[0], context


def _has_text(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Constant) and isinstance(n.value, str) for n in ast.walk(node))


def _sources(root: Path) -> list[Path]:
    return sorted(file for room in ("app", "optimizer") for file in (root / room).rglob("*.py"))


def _calls(root: Path, names: frozenset[str]) -> Iterator[tuple[Path, ast.Call]]:
    for file in _sources(root):
        for node in ast.walk(_tree(file)):
            if isinstance(node, ast.Call) and _called(node) in names:
                yield file, node


def _is_plain(text: ast.expr) -> bool:
    """Return whether a text is put together on the spot, be it tidied by a method of its own."""
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute):
        return _is_plain(text.func.value)
    return isinstance(text, ast.Constant | ast.JoinedStr | ast.BinOp)


def _names_of_faults(root: Path) -> Iterator[str]:
    yield WorldFault.__name__
    for file in _sources(root):
        for node in ast.walk(_tree(file)):
            if isinstance(node, ast.ClassDef) and any(
                isinstance(base, ast.Name) and base.id.endswith("Fault") for base in node.bases
            ):
                yield node.name


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _run_at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that run when a file is imported: none in the body of a function."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            outside = (*child.decorator_list, *child.args.defaults, *child.args.kw_defaults)
            for part in filter(None, outside):
                yield from _run_at_import(ast.Expression(part))
        elif not isinstance(child, ast.Lambda):
            yield from _run_at_import(child)
