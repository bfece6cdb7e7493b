"""Facts as JSON, and back: exactly, always in the same bytes, and from nothing but the registry."""

from __future__ import annotations

import datetime as dt
import enum
import json
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.adapters.storage.codec import Codec
from majoracct.domain import index
from majoracct.domain.account.mergers import AccountMerged
from majoracct.domain.account.relationships import StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.value import IntangibleValueDocumented
from majoracct.domain.kernel import AccountEvent, Erased, Event, Fact, Mark, Personal, PersonId
from majoracct.domain.money import Money
from majoracct.ports import LedgerFaultError, UnreadableFactError
from majoracct.testing.store_contract import DAY, NOW, paid

CODEC = Codec()


def fact(event: Event[Any], **said: Any) -> Fact:
    return Fact("acme", 3, 7, event, DAY, "kim", recorded_at=NOW, command_id="c-1", **said)


def row(event: Event[Any], body: bytes | None = None, *, type_: str = "", schema: int = 0) -> tuple[Any, ...]:
    """Return the row EVENT is stored as, parts of it replaced."""
    name, number, written = CODEC.encode(fact(event))
    return (7, "acme", 3, type_ or name, schema or number, body or written, NOW, "c-1", 0)


def body(event: Event[Any], **said: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(CODEC.encode(fact(event, **said))[2])
    return read


# Values of every kind an event may hold, from its annotations

texts = st.text(st.characters(codec="utf-8"), max_size=12)
amounts = st.integers(-(10**14), 10**14).map(lambda pence: Money(Decimal(pence) / 100, "GBP"))
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    Decimal: decimals,
    dt.date: st.dates(),
    Money: amounts,
    type(None): st.none(),
}


def values(annotation: Any) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one for each kind
    """Return values that ANNOTATION allows."""
    for mark in getattr(annotation, "__metadata__", ()):
        if not isinstance(mark, Mark):  # Personal[T]
            return values(mark) | st.just(Erased.here)
    if hasattr(annotation, "__metadata__"):
        return values(annotation.__origin__)
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return st.sampled_from(list(annotation))
    if getattr(annotation, "__origin__", None) is tuple:
        of, *rest = get_args(annotation)
        if rest == [...]:
            return st.lists(values(of), max_size=3).map(tuple)
        return st.tuples(values(of), *map(values, rest))
    if isinstance(annotation, type) and attrs.has(annotation):
        hints = get_type_hints(annotation, include_extras=True)
        return st.builds(annotation, **{a.alias: values(hints[a.name]) for a in attrs.fields(annotation)})
    parts = get_args(annotation)
    assert parts, f"an event holds {annotation}, which this test does not know"
    return st.one_of(*map(values, parts))


def events(cls: type[Event[Any]]) -> st.SearchStrategy[Event[Any]]:
    hints = get_type_hints(cls, include_extras=True)
    built = {a.alias: values(hints[a.name]) for a in attrs.fields(cls)}
    if cls.subject in built and any("personal" in str(hint) for hint in hints.values()):
        built[cls.subject] = texts.filter(bool)
    return st.builds(cls, **built)


class TestEveryEventComesBack:
    @pytest.mark.parametrize("name", [entry.type for entry in index.events()])
    @settings(deadline=None)  # the first of a type makes its reader
    @given(data=st.data())
    def test_as_it_was(self, name: str, data: st.DataObject) -> None:
        event = data.draw(events(index.event_class(name)))
        told = fact(event, schema=event.schema)
        type_, schema, written = CODEC.encode(told)
        assert (type_, schema) == (name, event.schema)
        read = CODEC.decode((7, "acme", 3, type_, schema, written, NOW, "c-1", 0))
        assert read == told
        assert CODEC.encode(read)[2] == written


class TestTheBytes:
    def test_they_are_plain_json_without_defaults(self) -> None:
        assert CODEC.encode(fact(paid("264451.75")))[2] == (
            b'{"on":"2024-05-01","by":"kim","event":{"amount":{"amount":"264451.75","currency":"GBP"}}}'
        )

    def test_money_keeps_its_decimals(self) -> None:
        assert body(paid("5.00"))["event"]["amount"]["amount"] == "5.00"
        assert body(paid("5"))["event"]["amount"]["amount"] == "5"

    def test_the_order_of_the_source_does_not_matter(self) -> None:
        one = CODEC.encode(fact(paid(), source={"a": "1", "b": "2"}))
        assert one == CODEC.encode(fact(paid(), source={"b": "2", "a": "1"}))

    def test_a_place_is_stored_only_when_inherited(self) -> None:
        assert body(paid(), inherited_place=4)["place"] == 4
        assert "place" not in body(paid())


class TestPersonalFields:
    ANN = SponsorNamed("p7", "CFO", "capital spend")

    def test_they_are_tagged_with_the_person(self) -> None:
        assert body(self.ANN)["event"] == {
            "person": "p7",
            "title": {"person": "p7", "clear": "CFO"},
            "remit": {"person": "p7", "clear": "capital spend"},
            "level": None,
            "introduced_by": None,
        }

    def test_one_without_a_clear_value_reads_as_erased(self) -> None:
        stored = body(self.ANN)
        del stored["event"]["title"]["clear"]
        read = CODEC.decode(row(self.ANN, json.dumps(stored).encode()))
        assert read.event == SponsorNamed("p7", Erased.here, "capital spend")
        assert read.event.title is Erased.here

    def test_an_erased_value_is_stored_without_a_clear_one(self) -> None:
        stored = body(SponsorNamed("p7", Erased.here, "capital spend"))
        assert stored["event"]["title"] == {"person": "p7"}

    def test_one_that_was_not_stated_is_not_tagged(self) -> None:
        assert body(StakeholderIdentified("p7", next(iter(_functions()))))["event"]["name"] is None

    def test_one_about_nobody_cannot_be_stored(self) -> None:
        with pytest.raises(LedgerFaultError, match="whom"):
            CODEC.encode(fact(SponsorNamed("", "CFO", "capital spend")))

    def test_a_story_that_nobody_we_know_told_is_nobodys(self) -> None:
        told = IntangibleValueDocumented("trust", "they call first")
        assert body(told)["event"]["told"] == {"person": "", "clear": "they call first"}
        assert CODEC.decode(row(told, CODEC.encode(fact(told))[2])).event == told

    def test_a_value_of_another_type_is_unreadable(self) -> None:
        stored = body(self.ANN)
        stored["event"]["title"]["clear"] = 7
        with pytest.raises(UnreadableFactError, match="@7"):
            CODEC.decode(row(self.ANN, json.dumps(stored).encode()))

    def test_one_hidden_in_a_nested_value_is_found_before_anything_is_stored(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(index, "event_class", lambda name: Hiding)
        with pytest.raises(TypeError, match=r"Card\.name"):
            Codec().encode(fact(Hiding("p7", (Card("Ann"),))))

    def test_an_event_that_does_not_say_whose_is_found_before_anything_is_stored(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(index, "event_class", lambda name: Nobodys)
        with pytest.raises(TypeError, match="person"):
            Codec().encode(fact(Nobodys("Ann")))


def _functions() -> list[Any]:
    return list(get_type_hints(StakeholderIdentified)["function"])


@attrs.frozen
class Card:
    name: Personal[str]


@attrs.frozen
class Hiding(AccountEvent[None]):
    person: PersonId
    cards: tuple[Card, ...]


@attrs.frozen
class Nobodys(AccountEvent[None]):
    name: Personal[str]


class TestTheRegistryIsClosed:
    @pytest.mark.parametrize("name", ["NoSuchEvent", "os:system", "Fact", "majoracct.domain.kernel:Fact", ""])
    def test_an_unknown_type_is_unreadable_and_imports_nothing(self, name: str) -> None:
        with pytest.raises(UnreadableFactError, match=r"@7 .*does not know"):
            CODEC.decode((*row(paid())[:3], name, *row(paid())[4:]))

    def test_an_event_outside_the_registry_cannot_be_stored(self) -> None:
        with pytest.raises(LedgerFaultError, match="Nobodys"):
            CODEC.encode(fact(Nobodys("Ann")))

    def test_a_class_that_took_a_stored_name_cannot_be_stored(self) -> None:
        impostor = attrs.make_class("AccountMerged", ["successor"], bases=(AccountEvent,), frozen=True)
        with pytest.raises(LedgerFaultError, match="belongs to"):
            CODEC.encode(fact(impostor("bolt")))


class TestOtherShapes:
    def test_fields_a_newer_program_added_are_passed_over_and_the_number_kept(self) -> None:
        newer = b'{"on":"2024-05-01","by":"kim","new":1,"event":{"successor":"bolt","why":"tax"}}'
        read = CODEC.decode(row(AccountMerged("bolt"), newer, schema=9))
        assert (read.event, read.schema) == (AccountMerged("bolt"), 9)

    def test_a_newer_shape_that_we_cannot_follow_says_so(self) -> None:
        newer = b'{"on":"2024-05-01","by":"kim","event":{"successors":["bolt"]}}'
        with pytest.raises(UnreadableFactError, match=r"@7, a AccountMerged of acme.*newer program"):
            CODEC.decode(row(AccountMerged("bolt"), newer, schema=9))

    def test_an_older_shape_is_brought_up_to_date_by_its_event(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def upcast(fields: dict[str, Any], schema: int) -> dict[str, Any]:
            assert schema == 1
            return {"amount": {"amount": fields["pounds"], "currency": "GBP"}}

        monkeypatch.setattr(RevenueRecorded, "schema", 2)
        monkeypatch.setattr(RevenueRecorded, "upcast", upcast)
        older = b'{"on":"2024-05-01","by":"kim","event":{"pounds":"1.01"}}'
        read = Codec().decode(row(paid(), older, schema=1))
        assert (read.event, read.schema) == (paid("1.01"), 1)

    def test_an_older_personal_shape_is_brought_up_to_date(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def upcast(fields: dict[str, Any], schema: int) -> dict[str, Any]:
            return {**fields, "remit": fields["title"]}

        monkeypatch.setattr(SponsorNamed, "schema", 2)
        monkeypatch.setattr(SponsorNamed, "upcast", upcast)
        tagged = b'{"person":"p7","clear":"CFO"}'
        older = b'{"on":"2024-05-01","by":"kim","event":{"person":"p7","title":%b}}' % tagged
        read = Codec().decode(row(SponsorNamed("p7", "a", "b"), older, schema=1))
        assert read.event == SponsorNamed("p7", "CFO", "CFO")

    def test_an_older_shape_nobody_can_read_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(RevenueRecorded, "schema", 2)
        older = b'{"on":"2024-05-01","by":"kim","event":{"pounds":"1.01"}}'
        with pytest.raises(UnreadableFactError, match=r"@7, a RevenueRecorded.*amount"):
            Codec().decode(row(paid(), older, schema=1))

    def test_an_older_shape_lacks_only_what_has_a_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(SponsorNamed, "schema", 2)
        older = b'{"on":"2024-05-01","by":"kim","event":{"person":"p7","title":%b,"remit":%b}}'
        clear = b'{"person":"p7","clear":"CFO"}'
        read = Codec().decode(row(SponsorNamed("p7", "a", "b"), older % (clear, clear), schema=1))
        assert (read.event, read.schema) == (SponsorNamed("p7", "CFO", "CFO"), 1)


class TestWhatIsNoFact:
    @pytest.mark.parametrize(
        "junk",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            b"{}",
            b'{"on":"2024-05-01","by":"kim"}',
            b'{"on":"2024-02-30","by":"kim","event":{"amount":{"amount":"1","currency":"GBP"}}}',
            b'{"on":"2024-05-01","by":"kim","event":{"amount":{"amount":"NaN","currency":"GBP"}}}',
            b'{"on":"2024-05-01","by":"kim","event":{"amount":{"amount":"1e999","currency":"GBP"}}}',
            b'{"on":"2024-05-01","by":"kim","event":{"amount":{"amount":1,"currency":"gbp"}}}',
            b'{"on":"2024-05-01","by":"kim","event":{"amount":"1.01"}}',
            b'{"on":"2024-05-01","by":7,"event":{"amount":{"amount":"1","currency":"GBP"}}}',
            b'{"on":"2024-05-01","by":"kim","event":' + b"[" * 5000,
        ],
    )
    def test_it_is_unreadable_and_named(self, junk: bytes) -> None:
        stored = (*row(paid())[:5], junk, *row(paid())[6:])
        with pytest.raises(UnreadableFactError, match=r"@7, a RevenueRecorded of acme"):
            CODEC.decode(stored)
