"""Events, facts and refusals: what every topic relies on."""

from __future__ import annotations

import typing
from typing import Annotated, Any

import attrs
import pytest

from majoracct.domain import index
from majoracct.domain.account.profile import NameMissing
from majoracct.domain.account.relationships import StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import (
    AboutThing,
    Erased,
    Event,
    Fact,
    FactRef,
    Map,
    PersonId,
    Refused,
    alike,
    marked,
    present,
)
from majoracct.domain.money import Money
from majoracct.domain.seen import OneOfSeveral
from majoracct.testing.given import DAY, money

EVENTS = [index.event_class(entry.type) for entry in index.events()]


def nested(kind: type[Any]) -> list[type[Any]]:
    """Return the classes that the fields of KIND are made of."""
    found = []
    hints = typing.get_type_hints(kind, include_extras=True)
    parts: list[Any] = list(hints.values())
    for part in parts:  # grows
        parts += typing.get_args(part)
        if isinstance(part, type):
            found.append(part)
    return found


class TestAFact:
    FACT = Fact("acme", 3, 17, RevenueRecorded(money("1")), DAY, "kim")

    def test_is_called_by_stream_and_version(self) -> None:
        assert self.FACT.reference == "acme@3"

    def test_identifies_what_it_created_by_itself_or_by_its_origin(self) -> None:
        assert self.FACT.id == "acme@3"
        assert attrs.evolve(self.FACT, origin="acme@1", corrects="acme@2").id == "acme@1"

    def test_stands_at_its_position_unless_it_inherited_a_place(self) -> None:
        assert self.FACT.place == 17
        assert attrs.evolve(self.FACT, inherited_place=4).place == 4


class TestARefusal:
    def test_says_what_stands_in_the_way_by_which_rule_and_what_would_remove_it(self) -> None:
        no = NameMissing("acme was given no name", "Say it.")
        assert str(no) == "acme was given no name (P2). Say it."

    def test_serves_a_web_form(self) -> None:
        assert NameMissing("No name", "Say it.").to_dict() == {
            "refused": "NameMissing",
            "rule": "P2",
            "obstacle": "No name",
            "remedy": "Say it.",
        }

    def test_names_a_rule_whichever_it_is(self) -> None:
        kinds, rules = [Refused], set()
        for kind in kinds:  # grows
            kinds += kind.__subclasses__()
        for kind in kinds[1:]:
            if kind.__module__.startswith("majoracct.domain."):
                rules.add(kind.rule)
        assert OneOfSeveral.rule in rules
        assert all(rules)


class TestAPersonalField:
    def test_counts_as_present_once_erased(self) -> None:
        assert present("CFO")
        assert present(Erased.here)
        assert not present(None)
        assert not present(" \t")

    def test_shows_that_it_was_erased(self) -> None:
        assert str(Erased.here) == repr(Erased.here) == "[erased]"

    def test_is_marked_and_an_opaque_id_beside_it_is_not(self) -> None:
        hints = typing.get_type_hints(StakeholderIdentified, include_extras=True)
        assert {name for name, hint in hints.items() if marked(hint, "personal")} == {"name", "title"}
        assert marked(hints["person"], "person")
        assert marked(FactRef | None, "fact")
        assert marked(tuple[FactRef, ...], "fact")
        assert not marked(PersonId, "fact")
        assert not marked(Annotated[str, "fact"], "fact")


class TestEveryEvent:
    @pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
    def test_is_frozen_and_tells_itself(self, kind: type[Event[Any]]) -> None:
        event = object.__new__(kind)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            event.anything = 1  # type: ignore[attr-defined]
        assert kind.says
        assert kind.__doc__

    @pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
    def test_holds_tuples_and_no_sets_maps_or_lists(self, kind: type[Event[Any]]) -> None:
        assert not {set, frozenset, dict, list, Map} & set(nested(kind))
        assert not [a.name for a in attrs.fields(kind) if a.name.startswith("_")]

    @pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
    def test_never_holds_a_float(self, kind: type[Event[Any]]) -> None:
        assert float not in nested(kind)
        assert float not in nested(Money)

    def test_has_a_verb_of_its_own_or_none(self) -> None:
        verbs = [entry.verb for entry in index.events() if entry.verb]
        verbs += [entry.verb for entry in index.procedures()]
        assert len(verbs) == len(set(verbs))

    def test_must_say_what_it_changes(self) -> None:
        fact = Fact("acme", 1, 1, Event(), DAY, "kim")
        with pytest.raises(NotImplementedError):
            Event[None]().change(None, fact)
        with pytest.raises(NotImplementedError):
            AboutThing[None, str]().alter("", fact)


class TestTheTable:
    def test_finds_events_by_topic_and_procedures_by_verb(self) -> None:
        assert index.types_of(RevenueRecorded.topic) == ("RevenueRecorded",)
        assert index.procedure("account merge").__name__ == "merge"

    def test_refuses_a_stored_name_or_verb_that_is_taken(self) -> None:
        mine = index.Entry("RevenueRecorded", "account", "my.revenue", "Revenue", "my revenue", "Mine")
        with pytest.raises(ValueError, match=r"RevenueRecorded is taken by majoracct\.domain"):
            index.add([mine])
        merging = index.ProcedureEntry("account merge", "account", "my.mergers", "merge", "Mine")
        with pytest.raises(ValueError, match="'account merge' is taken"):
            index.add([], [merging])

    def test_takes_the_same_entry_twice(self) -> None:
        index.add([entry for entry in index.events() if entry.type == "RevenueRecorded"])


class TestNamesAlike:
    @pytest.mark.parametrize("written", ["Rival plc", " rival  PLC ", "RIVAL\tplc"])
    def test_are_one_in_whatever_case_and_spaces(self, written: str) -> None:
        assert alike(written) == "rival plc"

    def test_and_no_others(self) -> None:
        assert alike("Rival-plc") != alike("Rival plc")
