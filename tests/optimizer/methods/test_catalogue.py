"""Methods come with the program, from other packages and from the user's folder."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from optimizer.errors import MethodFault
from optimizer.methods import arrange, catalogue, find_method, load_catalogue, user_folder
from optimizer.records import Method, Need, PartUse, SettingKind
from tests.optimizer.methods.test_reading import WHOLE


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path / "home"))


def put(name: str, text: str) -> None:
    user_folder().mkdir(parents=True, exist_ok=True)
    (user_folder() / name).write_text(text, encoding="utf-8")


def test_the_programs_own_methods_are_whole():
    found = load_catalogue()
    assert found.faults == ()
    assert next(iter(found.methods)) == "auto"
    for method in found.methods.values():
        assert method.sentence.endswith(".")
        assert method.needs, method.name
        arranged = arrange(method)
        writes = any(proposer.needs_writer for proposer in arranged.proposers.values())
        alone = all(proposer.needs_writer for proposer in arranged.proposers.values())
        needs_writer = any(Need.WRITER in each for each in method.needs)
        assert writes or not needs_writer, f"{method.name} asks for a writer that it does not use"
        assert needs_writer or not alone, f"{method.name} cannot write without a writer"


def test_each_of_our_methods_is_found_by_the_name_of_its_file() -> None:
    for name, method in load_catalogue().methods.items():
        assert find_method(name) == method
    with pytest.raises(MethodFault, match=r"no method \.\./auto"):
        find_method("../auto")


def test_every_setting_of_our_methods_works_at_both_ends():
    for method in load_catalogue().methods.values():
        for setting in method.settings:
            ends = {
                SettingKind.CHOICE: setting.choices,
                SettingKind.SWITCH: (True, False),
                SettingKind.TEXT: (setting.default,),
                SettingKind.LINES: ("clear\nkind",),
            }.get(setting.kind, (setting.low, setting.high))
            for end in ends:
                assert arrange(method, {setting.name: end}).settings[setting.name] == end


def test_what_is_out_of_range_is_said_as_it_was_written() -> None:
    with pytest.raises(MethodFault, match=r"^children = 400: 1 to 16 is allowed"):
        arrange(find_method("opro"), {"children": 400.0})
    with pytest.raises(MethodFault, match=r"^children = 2.5: a whole number is needed"):
        arrange(find_method("opro"), {"children": 2.5})


def test_a_method_in_the_users_folder_is_found():
    put("tiny.yaml", WHOLE)
    found = load_catalogue()
    assert found.faults == ()
    arranged = arrange(found.find("tiny"), {"seen": 5})
    assert arranged.proposers["critique"].losses == 5
    assert arranged.limits.proposals == 5
    assert arranged.picker == "eubo"
    assert [gate.name for gate in arranged.gates].count("length") == 1
    assert "repetition" not in [gate.name for gate in arranged.gates]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  - rephrase\n", "  - retype\n", "tiny: proposers.0.: There is no proposer retype"),
        ("losses:", "lost:", "tiny: proposers.1.: The proposer critique has no setting lost"),
        ("picker: eubo", "picker: best", "tiny: picker: there is no picker best"),
        ("waived: [repetition]", "waived: [taste]", "tiny: waived: there is no standing gate"),
        ("times: 2", "times: two", "tiny: gates: The setting times of the gate length"),
        ("- rephrase", "- critique", "tiny: proposers.1.: critique is there twice"),
        ("name: tiny", "name: auto", "There are two methods auto"),
        ("turn: portfolio", "evaluator: guess", "tiny: evaluator: There is no evaluator guess"),
        ("turn: portfolio", "selector: chance", "tiny: selector: There is no selector chance"),
    ],
)
def test_a_faulty_file_is_told_and_keeps_no_other_away(old, new, told):
    put("tiny.yaml", WHOLE.replace(old, new))
    found = load_catalogue()
    assert "auto" in found.methods
    (fault,) = found.faults
    with pytest.raises(MethodFault, match=told):
        raise fault


def test_a_file_that_is_no_text_is_told():
    put("tiny.yaml", "")
    (user_folder() / "tiny.yaml").write_bytes(b"\xff\xfe\x00")
    (fault,) = load_catalogue().faults
    assert "tiny.yaml" in fault.message


def test_other_packages_bring_methods_by_entry_points(tmp_path, monkeypatch):
    package = tmp_path / "guests"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "tiny.yaml").write_text(WHOLE)
    monkeypatch.syspath_prepend(str(tmp_path))
    one = ModuleType("one_guest")
    one.METHOD = Method("guest", "Guest", "Visits.", (PartUse("layout"),))
    one.NOTHING = 5
    monkeypatch.setitem(sys.modules, "one_guest", one)
    entries = [
        EntryPoint("guests", "guests", catalogue.GROUP),
        EntryPoint("guest", "one_guest:METHOD", catalogue.GROUP),
        EntryPoint("nothing", "one_guest:NOTHING", catalogue.GROUP),
        EntryPoint("gone", "no_such_guest:METHOD", catalogue.GROUP),
    ]
    monkeypatch.setattr(catalogue, "entry_points", lambda group: entries)
    found = load_catalogue()
    assert {"tiny", "guest"} <= set(found.methods)
    assert len(found.faults) == 2
    assert "cannot be loaded" in found.faults[0].message
    assert "neither a method" in found.faults[1].message
