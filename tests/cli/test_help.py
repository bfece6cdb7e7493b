"""What the help says, and what it costs."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from attrs import frozen
from click.testing import Result

from majoracct.cli.fields import Unsupported, fields_of, parameters_of
from majoracct.cli.recording import recordable
from majoracct.cli.table import EXIT_CODES, FAMILIES, NEIGHBOURS, NESTED, NOUNS, PLAIN, SECTIONS
from majoracct.domain import index
from majoracct.domain.kernel import AccountEvent, Event

Run = Callable[..., Result]

VERBS = sorted({*(e.verb for e in index.events() if e.verb), *(p.verb for p in index.procedures())})
LISTED = {*NOUNS, *(name for _, commands in SECTIONS for name in commands)}
HEAVY = ("sqlite3", "eventsourcing", "msgspec", "rich")


def modules_after(*arguments: str) -> set[str]:
    """Return what a fresh process has loaded once it ran `majoracct ARGUMENTS`."""
    script = (
        "import sys\nfrom majoracct.cli import root\n"
        f"try: root.main({list(arguments)!r})\nexcept SystemExit: pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


class TestTheRoot:
    def test_its_help_fits_a_screen_and_names_every_command(self, run: Run) -> None:
        said = run("--help").stdout
        assert len(said.splitlines()) <= 40
        assert max(len(line) for line in said.splitlines()) <= 100
        lines = [line.strip() for line in said.splitlines() if line.startswith("  ")]
        assert {word for line in lines for word in line.partition("  ")[0].split(", ")} >= LISTED

    def test_every_code_is_explained(self, run: Run) -> None:
        said = run("--help").stdout
        assert all(line in said for line in EXIT_CODES)

    def test_its_help_imports_nothing_but_click_and_our_tables(self) -> None:
        loaded = modules_after("--help")
        assert [name for name in loaded if name.startswith(("majoracct.domain", "majoracct.ledger"))] == []
        assert [name for name in loaded if name.startswith(HEAVY)] == []

    def test_the_version_imports_no_topic(self) -> None:
        assert [n for n in modules_after("--version") if n.startswith("majoracct.domain")] == []

    def test_its_version(self, run: Run) -> None:
        assert run("--version").stdout.startswith("majoracct 0.")

    def test_without_a_command_it_helps_and_fails(self, run: Run) -> None:
        assert "Start" in run(code=2).stderr

    def test_every_noun_of_an_event_is_listed(self) -> None:
        listed = [noun for nouns, _ in FAMILIES for noun in nouns]
        assert sorted(listed) == sorted(NOUNS) == sorted({verb.split()[0] for verb in VERBS})

    def test_neighbours_exist(self) -> None:
        assert set(NEIGHBOURS) <= LISTED
        for text in NEIGHBOURS.values():
            for named in text.split("`")[1::2]:
                noun, _, verb = named.partition(" ")
                assert noun in LISTED
                assert not verb or named in VERBS or noun in PLAIN


class TestAPlainCommand:
    @pytest.mark.parametrize("name", [*PLAIN, "programme policy show", "report revenue"])
    def test_takes_the_options_of_the_session_and_names_its_neighbours(self, run: Run, name: str) -> None:
        said = run(*name.split(), "--help").stdout
        assert all(option in said for option in ("--ledger", "--actor", "--role"))
        assert name not in NEIGHBOURS or "See also" in said


class TestAList:
    def test_by_the_programme_s_definition_imports_none_of_the_topics_of_the_others(self) -> None:
        loaded = modules_after("list", "--help")
        assert "majoracct.domain.assessments.standing" in loaded
        assert not {"majoracct.domain.account.sites", "majoracct.domain.assessments.perspectives"} & loaded


class TestANoun:
    def test_listing_its_verbs_imports_no_topic(self) -> None:
        loaded = modules_after("sponsor", "--help")
        assert [n for n in loaded if n.startswith("majoracct.domain.account")] == []

    def test_a_verb_imports_its_own_topic(self) -> None:
        loaded = modules_after("delivery", "start", "--help")
        assert "majoracct.domain.account.delivery" in loaded
        assert "majoracct.domain.account.qualification" not in loaded

    @pytest.mark.parametrize("noun", sorted({verb.split()[0] for verb in VERBS}))
    def test_lists_every_verb(self, run: Run, noun: str) -> None:
        said = run(noun, "--help").stdout
        verbs = [v.split()[1] for v in VERBS if v.split()[0] == noun]
        assert [v for v in (*verbs, *NESTED.get(noun, {})) if f"\n  {v} " not in said] == []
        assert "See also" in said


class TestAnEvent:
    @pytest.mark.parametrize("verb", VERBS)
    def test_its_help_says_what_each_field_means(self, run: Run, verb: str) -> None:
        said = run(*verb.split(), "--help").stdout
        what = recordable(verb)
        assert what.text.split("\n")[0][:40] in said
        for field in what.fields:
            assert field.help, f"{verb} {field.option} has no `{field.name}: meaning` line"
            assert field.option in said
        for option in ("--on", "--reason", "--evidence", "--expect", "--command-id", "--dry-run", "--json"):
            assert option in said
        assert ("--role" in said, "--ledger" in said, "--actor" in said) == (True, True, True)

    @pytest.mark.parametrize("entry", index.events(), ids=lambda entry: entry.type)
    def test_every_annotation_is_supported(self, entry: index.Entry) -> None:
        fields_of(index.event_class(entry.type))

    def test_pinned_fields_are_no_options(self, run: Run) -> None:
        assert [f.name for f in recordable("tier move").fields] == ["tier", "override"]
        assert "--indicated" not in run("tier", "move", "--help").stdout

    def test_its_help_marks_what_is_personal(self, run: Run) -> None:
        said = " ".join(run("stakeholder", "issue", "--help").stdout.split())
        assert "--text TEXT What it is; for our own eyes. Personal. [required]" in said
        assert "Emotional or political. [required]" in said
        for verb in ("stakeholder identify", "staff identify"):
            said = " ".join(run(*verb.split(), "--help").stdout.split())
            assert "--name TEXT What they are called. Personal. [required]" in said

    def test_its_help_says_what_is_meant_when_nothing_is_said(self, run: Run) -> None:
        said = " ".join(run("promise", "benchmark", "--help").stdout.split())
        assert "Whether a higher or a lower figure is better. [default: higher]" in said
        (better,) = (f for f in recordable("promise benchmark").fields if f.name == "better")
        assert "default" not in (better.parameter(changing=True).help or "")

    def test_every_argument_of_a_procedure_is_supported(self) -> None:
        for entry in index.procedures():
            parameters_of(index.procedure(entry.verb))


@frozen
class _Odd(Event[Any]):
    """Something odd.

    when: an instant, which no option takes.
    """

    when: dt.datetime


@frozen
class _Taken(AccountEvent[Any]):
    """Something that takes an option of every command."""

    reason: str


class TestUnsupported:
    def test_an_annotation_no_option_takes(self) -> None:
        with pytest.raises(Unsupported, match=r"_Odd\.when"):
            fields_of(_Odd)

    def test_a_name_that_is_taken(self) -> None:
        with pytest.raises(Unsupported, match="--reason"):
            fields_of(_Taken)

    @pytest.mark.parametrize("hint", [set[str], dict[str, int], float, tuple[str, int], str | int, list[str]])
    def test_what_has_no_order_or_no_one_meaning(self, hint: object) -> None:
        from majoracct.cli.fields import kind_of

        with pytest.raises(Unsupported):
            kind_of(hint)
