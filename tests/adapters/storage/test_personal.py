"""What is personal is stored with whom it is about, sealed where there is a key, and bound to its place."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import enum
import json
import pickle
import typing
from collections.abc import Callable, Collection
from typing import Any, Final

import attrs
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.adapters.storage import personal
from majoracct.adapters.storage.codec import Codec
from majoracct.domain import index
from majoracct.domain.account.claims import BenefitDisputed
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.kernel import AccountEvent, Erased, Event, Fact, Mark, Personal, PersonId
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.seen import fields_of
from majoracct.ports import KeyStoreError, LedgerFaultError
from majoracct.testing.store_contract import DAY, NOW
from majoracct.testing.vaults import MemoryVault

SPONSOR: Final = SponsorNamed("p1", "CFO", "capital spend")
_QUICK = settings(deadline=None, derandomize=True, database=None, max_examples=60)


@pytest.fixture
def vault() -> MemoryVault:
    vault = MemoryVault("ledger-1")
    for person in ("p1", "p2"):
        vault.commitment(person)
    return vault


def written(codec: Codec, event: Event[Any], stream: str = "acme", version: int = 3) -> tuple[Any, ...]:
    """Return the row EVENT is stored as."""
    name, schema, body = codec.encode(Fact(stream, version, 7, event, DAY, "kim"))
    return (7, stream, version, name, schema, body, NOW, "c-1", 0)


def read(codec: Codec, row: tuple[Any, ...]) -> Any:
    """Return the event that is stored in ROW."""
    return codec.decode(row).event


def stored(row: tuple[Any, ...]) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(row[5])["event"]
    return event


def put(row: tuple[Any, ...], **columns: Any) -> tuple[Any, ...]:
    """Return ROW with other COLUMNS: stream, version, type, or the fields of its event."""
    names = (
        "position",
        "stream",
        "version",
        "type",
        "schema",
        "body",
        "recorded_at",
        "command_id",
        "ordinal",
    )
    found = dict(zip(names, row, strict=True))
    body = json.loads(found["body"])
    body["event"].update({name: columns.pop(name) for name in set(columns) - set(names)})
    found.update(columns, body=json.dumps(body).encode())
    return tuple(found.values())


class TestInTheClear:
    def test_a_value_says_whom_it_is_about(self) -> None:
        assert stored(written(Codec(), SPONSOR))["title"] == {"person": "p1", "clear": "CFO"}

    def test_nothing_to_say_is_no_value(self) -> None:
        row = written(Codec(), StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann"))
        assert stored(row)["title"] is None
        assert read(Codec(), row).title is None

    def test_of_whom_is_said_by_the_events_own_field(self) -> None:
        row = written(Codec(), BenefitDisputed("acme@3", "p9", "no such thing"))
        assert BenefitDisputed.subject != "person"
        assert stored(row)["why"] == {"person": "p9", "clear": "no such thing"}

    def test_who_was_erased_is_not_read(self) -> None:
        row = written(Codec(), SPONSOR)
        found = read(Codec(None, lambda: {"p1"}), row)
        assert (found.title, found.remit) == (Erased.here, Erased.here)
        assert read(Codec(None, lambda: {"p2"}), row) == SPONSOR

    def test_what_is_about_nobody_is_a_fault(self) -> None:
        with pytest.raises(LedgerFaultError, match="about a person, and person does not say whom"):
            written(Codec(), attrs.evolve(SPONSOR, person=""))


class TestSealed:
    def test_nothing_of_it_is_in_the_row(self, vault: MemoryVault) -> None:
        row = written(Codec(vault), SPONSOR)
        assert b"CFO" not in row[5]
        assert b"capital" not in row[5]
        assert set(stored(row)["title"]) == {"person", "sealed"}
        assert read(Codec(vault), row) == SPONSOR

    def test_the_same_is_sealed_otherwise_each_time(self, vault: MemoryVault) -> None:
        rows = {written(Codec(vault), SPONSOR)[5] for _ in range(20)}
        assert len(rows) == 20

    def test_without_a_key_store_it_stays_sealed(self, vault: MemoryVault) -> None:
        row = written(Codec(vault), SPONSOR)
        for codec in (Codec(), Codec(MemoryVault("ledger-1"))):
            found = read(codec, row)
            assert (found.person, found.title, found.remit) == ("p1", Erased.sealed, Erased.sealed)

    def test_who_was_erased_is_not_read_though_the_key_is_there(self, vault: MemoryVault) -> None:
        row = written(Codec(vault), SPONSOR)
        assert read(Codec(vault, lambda: {"p1"}), row).title is Erased.here

    def test_without_a_key_of_theirs_nothing_is_written(self, vault: MemoryVault) -> None:
        with pytest.raises(KeyStoreError, match=r"SponsorNamed\.title cannot be sealed.*p9"):
            written(Codec(vault), attrs.evolve(SPONSOR, person="p9"))

    def test_what_was_erased_stays_so_and_needs_no_key(self, vault: MemoryVault) -> None:
        vault.forget("p1")
        row = written(Codec(vault, lambda: {"p1"}), SponsorNamed("p1", Erased.here, Erased.here))
        assert stored(row)["title"] == {"person": "p1"}
        assert read(Codec(vault), row).title is Erased.here

    @pytest.mark.parametrize("sealing", [True, False])
    def test_what_cannot_be_read_is_never_written_back(self, vault: MemoryVault, *, sealing: bool) -> None:
        codec = Codec(vault if sealing else None)
        with pytest.raises(LedgerFaultError, match="title would not be read back as it is"):
            written(codec, attrs.evolve(SPONSOR, title=Erased.sealed))

    def test_the_length_says_only_how_many_times_32_bytes(self, vault: MemoryVault) -> None:
        def length(name: str) -> int:
            row = written(Codec(vault), StaffIdentified("p1", name))
            return len(base64.b64decode(stored(row)["name"]["sealed"]))

        around = 12 + 32  # what a vault adds: a nonce and a tag
        assert {length("Ann"), length("A" * 20), length("A" * 30)} == {around + 32}
        assert {length("A" * 31), length("Ä" * 30)} == {around + 64}

    @_QUICK
    @given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=80))
    def test_any_text_comes_back(self, text: str) -> None:
        vault = MemoryVault("ledger-1")
        vault.commitment("p1")
        codec = Codec(vault)
        event = StaffIdentified("p1", text)
        assert read(codec, written(codec, event)) == event


class TestBoundToItsPlace:
    """A sealed value that was moved does not open: nobody makes one fact of another's."""

    @pytest.mark.parametrize(
        "columns", [{"version": 4}, {"stream": "bolt"}, {"stream": "acm", "version": 33}]
    )
    def test_not_in_another_fact(self, vault: MemoryVault, columns: dict[str, Any]) -> None:
        moved = put(written(Codec(vault), SPONSOR), **columns)
        assert read(Codec(vault), moved).title is Erased.sealed

    def test_not_in_another_field(self, vault: MemoryVault) -> None:
        row = written(Codec(vault), SPONSOR)
        event = stored(row)
        found = read(Codec(vault), put(row, title=event["remit"], remit=event["title"]))
        assert (found.title, found.remit) == (Erased.sealed, Erased.sealed)

    def test_not_of_another_person(self, vault: MemoryVault) -> None:
        row = written(Codec(vault), SPONSOR)
        moved = put(row, title={**stored(row)["title"], "person": "p2"})
        assert read(Codec(vault), moved).title is Erased.sealed

    def test_not_in_another_type(self, vault: MemoryVault) -> None:
        row = written(Codec(vault), StaffIdentified("p1", "Ann", "CFO"))
        told = stored(row)
        sponsor = put(written(Codec(vault), SPONSOR), title=told["title"])
        assert read(Codec(vault), sponsor).title is Erased.sealed

    def test_not_in_another_ledger(self, vault: MemoryVault) -> None:
        row = written(Codec(vault), SPONSOR)
        vault.ledger_id = "ledger-2"
        assert read(Codec(vault), row).title is Erased.sealed


def sample(cls: type[Any]) -> Event[Any]:
    """Return an event of CLS about p1, every personal field filled in."""
    hints = typing.get_type_hints(cls, include_extras=True)
    needed = {a.name for a in attrs.fields(cls) if a.default is attrs.NOTHING}
    needed |= {cls.subject, *fields_of(cls, "personal")}
    event: Event[Any] = cls(**{name: "p1" if name == cls.subject else value(hints[name]) for name in needed})
    return event


def value(hint: Any) -> Any:
    """Return a value that HINT allows; of a union, its first kind."""
    if hasattr(hint, "__metadata__"):
        meant = [mark for mark in hint.__metadata__ if not isinstance(mark, Mark)]  # Personal[T]
        return value(meant[0] if meant else hint.__origin__)
    if typing.get_origin(hint) is tuple:
        return (value(typing.get_args(hint)[0]),)
    if parts := typing.get_args(hint):
        return value(parts[0])
    if issubclass(hint, enum.Enum):
        return next(iter(hint))
    samples: dict[Any, Any] = {str: "Ann Lee", int: 3, bool: True, dt.date: DAY}
    return samples[hint]


def _personal() -> list[str]:
    return [e.type for e in index.events() if fields_of(index.event_class(e.type), "personal")]


class TestEveryEvent:
    def test_some_are_personal(self) -> None:
        assert {"SponsorNamed", "StakeholderIdentified", "StaffIdentified"} <= set(_personal())

    @pytest.mark.parametrize("name", _personal())
    def test_whatever_is_personal_is_sealed_and_comes_back(self, name: str, vault: MemoryVault) -> None:
        cls = index.event_class(name)
        event = sample(cls)
        row = written(Codec(vault), event)
        assert read(Codec(vault), row) == event
        for field in fields_of(cls, "personal"):
            assert set(stored(row)[field]) == {"person", "sealed"}, field
            assert getattr(read(Codec(), row), field) is Erased.sealed
            assert getattr(read(Codec(vault, lambda: {"p1"}), row), field) is Erased.here


class TestRefusedAtStart:
    def test_nothing_personal_hides_in_a_nested_value(self) -> None:
        @frozen
        class Hidden:
            name: Personal[str]

        @frozen
        class PluginHides(AccountEvent[None]):
            person: PersonId
            hidden: tuple[Hidden, ...] = ()

        globals().update(Hidden=Hidden, PluginHides=PluginHides)
        with pytest.raises(TypeError, match=r"Hidden\.name is personal: put it in the event"):
            personal.refuse_hidden(PluginHides)

    def test_what_is_personal_says_whose(self) -> None:
        @frozen
        class PluginOfNobody(AccountEvent[None]):
            text: Personal[str]

        nobody: Callable[[], Collection[str]] = frozenset
        with pytest.raises(TypeError, match="no field 'person'"):
            personal.Personally(PluginOfNobody, {"text": str}, {"text": str}, personal.Sealing(None, nobody))


@pytest.mark.parametrize("value", [Erased.here, Erased.sealed])
def test_there_are_two_and_no_others_copied_or_pickled(value: Erased) -> None:
    assert pickle.loads(pickle.dumps(value)) is value  # noqa: S301 - our own
    assert copy.deepcopy(value) is value
    assert [str(Erased.here), str(Erased.sealed)] == ["[erased]", "[sealed]"]
