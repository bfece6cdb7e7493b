"""Plug-ins: what the index takes, what loading checks, and the page that says how to write one."""

from __future__ import annotations

import importlib
import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from majoracct import plugins
from majoracct.domain import index
from majoracct.domain.account.sponsorship import Sponsorship
from majoracct.domain.checks import index as checks_there_are
from majoracct.domain.index import Entry, ProcedureEntry
from majoracct.plugins import PluginError

PAGE = Path(__file__).parent.parent / "docs" / "how-to" / "plug-in.md"
VISITED = Entry("GymVisited", "account", "gym", "Gym", "gym visit", "They trained")
TRAIN = ProcedureEntry("gym train", "account", "gym", "train", "Record several visits")
GYM = """
from attrs import frozen
from majoracct.domain.account.sponsorship import Sponsorship
from majoracct.domain.kernel import AccountEvent

PREFIX = "Gym"

@frozen
class Gym:
    visits: int = 0

@frozen
class GymVisited(AccountEvent[Gym]):
    '''They trained.'''
    topic = Gym
    verb = "gym visit"
    says = "Trained"

@frozen
class GymLeft(AccountEvent[Gym]):
    '''They gave it up.'''
    topic = Gym
    verb = ""
    says = "Gave up training"

def leave(account):
    '''Leave the gym.'''
    return [(account.key, GymLeft())]

EVENTS = (GymVisited, GymLeft)
PROCEDURES = {"gym leave": leave}
"""

CHECKED = """
from attrs import evolve
from majoracct.domain.checks.finding import AccountCheck, Raised, Severity

PREFIX = "Gym"

def found(account, examined):
    return [Raised(account.key)]

EMPTY = AccountCheck("gym-empty", Severity.LOW, "It is empty.", "Fill it.", found)
FULL = evolve(EMPTY, id="gym-full")
CHECKS = (EMPTY, FULL)
"""

Write = Callable[[str], str]


def known() -> tuple[list[Entry], list[ProcedureEntry], tuple[str, ...]]:
    return index.events(), index.procedures(), checks_there_are.plugged()


@pytest.fixture(autouse=True)
def _own_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what a test adds to the index be gone after it."""
    monkeypatch.setattr(index, "_EVENTS", dict(index._EVENTS))
    monkeypatch.setattr(index, "_PROCEDURES", dict(index._PROCEDURES))
    monkeypatch.setattr(checks_there_are, "_PLUGGED", dict(checks_there_are._PLUGGED))


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Return what writes a plug-in and returns its name."""
    monkeypatch.syspath_prepend(tmp_path)
    names: list[str] = []

    def written(text: str) -> str:
        names.append(f"plugged_{len(names)}")
        (tmp_path / f"{names[-1]}.py").write_text(text, encoding="utf-8")
        importlib.invalidate_caches()
        return names[-1]

    yield written
    for name in names:
        sys.modules.pop(name, None)


class TestTheIndex:
    def test_takes_a_plug_in_s_rows_once_or_again(self) -> None:
        for _ in range(2):
            index.add([VISITED], [TRAIN])
        assert VISITED in index.events()
        assert TRAIN in index.procedures()

    @pytest.mark.parametrize(
        ("events", "procedures", "told"),
        [
            ([VISITED._replace(type="SponsorNamed")], [], "stored name SponsorNamed is taken by majoracct"),
            ([VISITED._replace(verb="sponsor name")], [], "verb 'sponsor name' is taken by majoracct"),
            ([VISITED._replace(verb="account merge")], [], "verb 'account merge' is taken by majoracct"),
            ([], [TRAIN._replace(verb="sponsor name")], "verb 'sponsor name' is taken by majoracct"),
            ([], [TRAIN._replace(verb="account merge")], "verb 'account merge' is taken by majoracct"),
            ([VISITED, VISITED], [], "GymVisited stands in the table twice"),
            ([VISITED, VISITED._replace(type="GymLeft")], [], "'gym visit' stands in the tables twice"),
            ([VISITED], [TRAIN._replace(verb="gym visit")], "'gym visit' stands in the tables twice"),
            ([], [TRAIN, TRAIN], "'gym train' stands in the tables twice"),
        ],
    )
    def test_takes_all_or_nothing(
        self, events: list[Entry], procedures: list[ProcedureEntry], told: str
    ) -> None:
        before = known()
        with pytest.raises(ValueError, match=told):
            index.add([VISITED._replace(type="GymFirst", verb=""), *events], procedures)
        assert known() == before

    def test_holds_no_verb_twice_itself(self) -> None:
        verbs = [e.verb for e in index.events() if e.verb] + [p.verb for p in index.procedures()]
        assert len(verbs) == len(set(verbs))


class TestLoading:
    def test_reads_the_rows_off_the_classes(self, write: Write) -> None:
        name = write(GYM)
        for _ in range(2):
            plugins.load([name])
        module = importlib.import_module(name)
        assert VISITED._replace(module=name) in index.events()
        assert index.event_class("GymVisited") is module.GymVisited
        assert index.procedure("gym leave") is module.leave
        assert sorted(index.types_of(module.Gym)) == ["GymLeft", "GymVisited"]

    def test_two_plug_ins_may_not_share_a_verb(self, write: Write) -> None:
        other = GYM.replace('"Gym"', '"Spa"').replace("GymV", "SpaV").replace("GymL", "SpaL")
        first, second = write(GYM), write(other)
        plugins.load([first])
        with pytest.raises(PluginError, match=f"{second}: the verb 'gym visit' is taken by {first}"):
            plugins.load([second])
        assert "SpaVisited" not in [e.type for e in index.events()]

    @pytest.mark.parametrize(
        ("find", "replace", "told"),
        [
            ('PREFIX = "Gym"', "", 'declares no prefix of its stored names, such as PREFIX = "Gym"'),
            ('PREFIX = "Gym"', 'PREFIX = ""', "declares no prefix"),
            ('PREFIX = "Gym"', 'PREFIX = "Spa"', "GymVisited does not begin with its prefix Spa"),
            ('PREFIX = "Gym"', 'PREFIX = "Sponsor"', "prefix Sponsor is none of its own: SponsorNamed"),
            ("EVENTS = (GymVisited, GymLeft)", "", "no table EVENTS"),
            ("EVENTS = (GymVisited,", "EVENTS = (GymVisited, GymVisited,", "stands in the table twice"),
            ("EVENTS = (GymVisited,", "EVENTS = (Gym,", "no class of an AccountEvent"),
            ("EVENTS = (GymVisited,", "EVENTS = ('GymVisited',", "'GymVisited' is no class"),
            ("@frozen\nclass GymVisited", "class GymVisited", "GymVisited is not decorated"),
            ("EVENTS = (", "Kept = GymVisited\ndel GymVisited\nEVENTS = (Kept,) or (", "has no GymVisited"),
            ('topic = Gym\n    verb = "gym', 'topic = Sponsorship\n    verb = "gym', "no class of its own"),
            ('topic = Gym\n    verb = "gym', 'verb = "gym', "topic of GymVisited is no class"),
            ("visits: int = 0", "visits: int", "Gym cannot be made of nothing"),
            ('verb = "gym visit"', 'verb = "sponsor name"', "'sponsor name' is taken by majoracct"),
            ('verb = "gym visit"', 'verb = "gym leave"', "'gym leave' stands in the tables twice"),
            ('verb = "gym visit"', 'verb = "gym"', "no verb of two words"),
            ('verb = "gym visit"', "", "no verb of two words"),
            ('says = "Trained"', "", "GymVisited does not say"),
            ("'''They trained.'''", "", "GymVisited has no docstring"),
            ('PROCEDURES = {"gym leave": leave}', "PROCEDURES = [leave]", "PROCEDURES is no table by verb"),
            ('{"gym leave": leave}', '{"leave": leave}', "'leave' is not two words"),
            ('{"gym leave": leave}', '{"gym leave": lambda a: []}', "has no <lambda>"),
            ('{"gym leave": leave}', '{"gym leave": "leave"}', "'gym leave' is no function"),
            ("'''Leave the gym.'''", "", "leave has no docstring"),
            ("PREFIX =", "import no_such_module\nPREFIX =", "cannot be imported: No module"),
            ("PREFIX =", "PREFIX ==== ", "cannot be imported: invalid syntax"),
        ],
    )
    def test_says_what_is_wrong_and_adds_nothing(
        self, write: Write, find: str, replace: str, told: str
    ) -> None:
        assert find in GYM
        name, before = write(GYM.replace(find, replace)), known()
        with pytest.raises(PluginError, match=rf"plug-in {name}:? .*{re.escape(told)}"):
            plugins.load([name])
        assert known() == before
        assert "GymVisited" not in index.types_of(Sponsorship)


class TestChecks:
    def test_stand_after_ours_once_or_again_and_need_no_events(self, write: Write) -> None:
        ours = checks_there_are.checks()
        name = write(CHECKED)
        for _ in range(2):
            plugins.load([name])
        module = importlib.import_module(name)
        assert checks_there_are.checks() == (*ours, module.EMPTY, module.FULL)
        assert checks_there_are.plugged() == ("gym-empty", "gym-full")

    @pytest.mark.parametrize(
        ("find", "replace", "told"),
        [
            ("CHECKS = (EMPTY, FULL)", "CHECKS = EMPTY", "CHECKS is no table, such as CHECKS = (GYM_EMPTY,)"),
            ("CHECKS = (EMPTY, FULL)", "CHECKS = (EMPTY, found)", "is no AccountCheck or PortfolioCheck"),
            ('"gym-full"', '"gym-empty"', "the check gym-empty stands in the table twice"),
            ('"gym-full"', '"full"', "the id 'full' is not lower case, with hyphens, beginning with gym-"),
            ('"gym-full"', '"gym-Full"', "the id 'gym-Full' is not lower case"),
            ('"gym-full"', '"gym-full:x"', "the id 'gym-full:x' is not lower case"),
            ("Severity.LOW", '"low"', "gym-empty is of no Severity"),
            ('"It is empty."', '" "', "gym-empty does not say what it means and how to clear it"),
            ('"Fill it."', "None", "gym-empty does not say what it means"),
            ('"Fill it.", found', '"Fill it.", ()', "gym-empty finds nothing"),
            ('PREFIX = "Gym"', "", "declares no prefix"),
        ],
    )
    def test_what_cannot_be_made_is_said_and_nothing_added(
        self, write: Write, find: str, replace: str, told: str
    ) -> None:
        assert find in CHECKED
        name, before = write(CHECKED.replace(find, replace)), known()
        with pytest.raises(PluginError, match=rf"plug-in {name}: .*{re.escape(told)}"):
            plugins.load([name])
        assert known() == before

    def test_ids_are_nobody_else_s(self, write: Write) -> None:
        ours = CHECKED.replace('"Gym"', '"Seat"').replace("gym-full", "seat-vacant").replace("gym-", "seat-")
        with pytest.raises(PluginError, match="the check seat-vacant is taken: prefix it"):
            plugins.load([write(ours)])
        plugins.load([write(CHECKED)])
        with pytest.raises(PluginError, match="the check gym-empty is taken"):
            plugins.load([write(CHECKED)])

    @pytest.mark.parametrize("taken", ["gym visit", "gym-empty"])
    def test_come_with_the_events_or_not_at_all(self, write: Write, taken: str) -> None:
        plugins.load([write({"gym visit": GYM, "gym-empty": CHECKED}[taken])])
        before = known()
        with pytest.raises(PluginError, match=f"{taken}.* is taken"):
            plugins.load([write(GYM.replace("GymV", "GymSecondV").replace("GymL", "GymSecondL") + CHECKED)])
        assert known() == before


class TestThePage:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Return a folder with the files the page has its reader save."""
        page = PAGE.read_text(encoding="utf-8")
        saved = re.compile(r"Save as `([^`]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
        for name, text in saved.findall(page):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    def run(self, folder: Path, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def test_every_python_block_is_a_file(self, folder: Path) -> None:
        blocks = PAGE.read_text(encoding="utf-8").count("```python")
        assert len(list(folder.glob("*.py"))) == blocks == 5

    def test_a_program_loads_the_plug_in(self, folder: Path) -> None:
        assert self.run(folder, "host.py") == "125\n"

    def test_so_does_the_command_line(self, folder: Path) -> None:
        majoracct = ("-m", "majoracct.cli")
        assert "gym" in self.run(folder, *majoracct, "--help")
        self.run(folder, *majoracct, "init", "--currency", "GBP")
        self.run(folder, *majoracct, "account", "open", "acme", "--name", "Acme")
        told = self.run(folder, *majoracct, "gym", "visit", "acme", "--minutes", "5")
        assert "Trained for 5 minutes" in told
        told = self.run(folder, *majoracct, "gym", "train", "acme", "--times", "2")
        assert told.count("Trained for 60 minutes") == 2
        assert "gym-overtrained" in self.run(folder, *majoracct, "check", "--list")
        told = self.run(folder, *majoracct, "check", "--only", "gym-overtrained")
        assert "Nothing found." in told
        assert " with gym\n" in told
        self.run(folder, *majoracct, "gym", "visit", "acme", "--minutes", "600")
        asked = "select f.account, says from findings f where raised_by = 'gym-overtrained'"
        told = self.run(folder, *majoracct, "query", asked, "--csv")
        assert told.splitlines()[1].startswith("acme,They trained for 725 minutes by 2")
        replayed = self.run(folder, *majoracct, "timeline", "acme", "--replay")
        assert "Trained for 600 minutes" in replayed

    def test_its_test_passes(self, folder: Path) -> None:
        assert "2 passed" in self.run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_gym.py")

    def test_a_store_of_one_s_own_is_in(self, folder: Path) -> None:
        assert self.run(folder, "store.py") == "Europe/London\n"


class TestTheKit:
    def test_needs_no_pytest(self) -> None:
        code = "import sys; sys.modules['pytest'] = None; import majoracct.testing.given"
        subprocess.run([sys.executable, "-c", code], check=True)

    def test_has_pytest_explain_the_contract_s_assertions(self) -> None:
        spec = importlib.util.find_spec("majoracct.testing.store_contract")
        assert spec is not None
        assert "AssertionRewritingHook" in type(spec.loader).__name__
