"""What is written can be read again, as an equal fact; whatever else is refused before it is written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from majoracct.adapters.storage.codec import Codec
from majoracct.adapters.storage.roundtrip import sure_envelope
from majoracct.domain import index
from majoracct.domain.account.mergers import AccountMerged
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.kernel import AccountEvent, Assurance, Erased, Event, Evidence, Fact
from majoracct.domain.money import Money
from majoracct.ports import LedgerFaultError
from majoracct.testing.store_contract import DAY, paid

NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


def fact(event: Event[Any], **said: Any) -> Fact:
    return Fact(
        **{"stream": "acme", "version": 1, "position": 0, "event": event, "on": DAY, "by": "kim", **said}
    )


def made(name: str, *given: Any) -> Event[Any]:
    """Return the event called NAME of whatever fields, as a careless host would make it."""
    return index.event_class(name)(*given)


class Pounds(Money):
    """Money's own subclass reads back as plain money."""


class TestTheEnvelope:
    @pytest.mark.parametrize(
        ("field", "value", "says"),
        [
            ("on", NOON, "on|date"),
            ("on", NOON.replace(tzinfo=None, hour=0), "on|date"),
            ("on", "2024-05-01", "on is a str, and must be a date"),
            ("source_known", NOON, "source_known|date"),
            ("by", None, r"\$\.by"),
            ("by", 42, r"\$\.by"),
            ("role", None, r"\$\.role"),
            ("channel", 1, r"\$\.channel"),
            ("reason", b"why", "reason is a bytes"),
            ("assurance", "host", "assurance|enum"),
            ("assurance", "asserted", "assurance is a str, and must be a Assurance"),
            ("assurance", None, "assurance"),
            ("evidence", "x.pdf", r"\$\.evidence"),
            ("evidence", [], "evidence is a list, and must be a tuple"),
            ("evidence", [Evidence("x.pdf")], "evidence is a list, and must be a tuple"),
            ("evidence", ("x.pdf",), r"\$\.evidence"),
            ("evidence", (Evidence("x.pdf", 1.5),), r"\$\.evidence"),  # type: ignore[arg-type]
            ("evidence", None, "evidence"),
            ("time", dt.time(9), "time is a time"),
            ("inherited_place", "4", "place"),
            ("inherited_place", True, "place"),
            ("corrects", 3, "corrects"),
            ("origin", 3, "origin"),
            ("source", {"row": 3}, "source"),
            ("source", {3: "row"}, "source"),
            ("source", {3: "row", "a": "b"}, "not supported"),
            ("source", None, "source is a NoneType"),
            ("source", (), "source is a tuple"),
            ("fingerprint", None, "fingerprint"),
        ],
    )
    def test_a_value_that_would_not_come_back_is_refused(self, field: str, value: Any, says: str) -> None:
        wrong = fact(paid(), **{field: value})
        assert not sure_envelope(wrong)
        with pytest.raises(LedgerFaultError, match=rf"RevenueRecorded of acme cannot be stored: .*({says})"):
            Codec().encode(wrong)

    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"assurance": Assurance.OS_USER, "source": {"row": "3"}, "source_known": DAY},
            {"evidence": (Evidence("x.pdf", 3, "ab"),), "corrects": "acme@1", "inherited_place": 4},
        ],
    )
    def test_a_value_that_comes_back_does(self, said: dict[str, Any]) -> None:
        told = fact(paid(), **said)
        codec = Codec()
        read = codec.decode((0, "acme", 1, *codec.encode(told), 0, "", 0))
        assert read == attrs.evolve(told, schema=RevenueRecorded.schema)


class TestTheEvent:
    @pytest.mark.parametrize(
        "event",
        [
            made("PrecisFiled", "ab", "t"),
            made("FinancialStatementFiled", "nonsense"),
            made("AccountMerged", None),
            made("AccountMerged", 7),
            made("RevenueRecorded", "1.01"),
            made("RevenueRecorded", None),
            made("RevenueRecorded", Pounds(Decimal("1.01"), "GBP")),
            made("SponsorNamed", "p7", 7, "remit"),
            made("SponsorNamed", 7, "CFO", "remit"),
            made("SponsorNamed", "p7", ["CFO"], "remit"),
        ],
        ids=repr,
    )
    def test_a_field_of_another_type_is_refused(self, event: Event[Any]) -> None:
        with pytest.raises(LedgerFaultError, match=f"{type(event).__name__} of acme cannot be stored"):
            Codec().encode(fact(event))

    def test_a_number_that_no_other_equals_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(index, "event_class", lambda name: Weighed)
        with pytest.raises(LedgerFaultError, match="cannot be stored"):
            Codec().encode(fact(Weighed(Decimal("NaN"))))
        assert Codec().encode(fact(Weighed(Decimal("1.10"))))[2].endswith(b'{"weight":"1.10"}}')

    def test_what_is_personal_is_not_told(self) -> None:
        with pytest.raises(LedgerFaultError) as refused:
            Codec().encode(fact(SponsorNamed("p7", ("Ann Bligh",), "remit")))  # type: ignore[arg-type]
        assert "Bligh" not in str(refused.value)

    def test_those_of_plain_fields_are_not_read_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Reading back costs three times what writing does, and an import writes little else."""
        codec = Codec()
        codec.encode(fact(paid()))

        def never(*_: object) -> None:
            raise AssertionError

        monkeypatch.setattr(codec, "_read_back", never)
        codec.encode(fact(paid(), source={"file": "a.csv", "row": "3"}))
        codec.encode(fact(AccountMerged("bolt")))
        codec.encode(fact(SponsorNamed("p7", "CFO", "remit")))  # sealed, it would be unsealed to be read back
        for unsure in (SponsorNamed("p7", Erased.here, "remit"), Weighed(Decimal("1.1"))):
            monkeypatch.setattr(
                index, "event_class", lambda name: Weighed if name == "Weighed" else SponsorNamed
            )
            with pytest.raises(AssertionError):
                codec.encode(fact(unsure))


@attrs.frozen
class Weighed(AccountEvent[None]):
    weight: Decimal
