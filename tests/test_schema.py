"""The schema of an event says what its JSON holds, for every event."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from majoracct import event_schema
from majoracct.domain import index
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.promises import BenchmarkAgreed
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.kernel import Event
from majoracct.domain.programme.policy import PolicyAdopted


@pytest.mark.parametrize("name", [entry.type for entry in index.events()])
def test_every_event_has_one(name: str) -> None:
    event: type[Event[Any]] = index.event_class(name)
    schema = event_schema(event)
    open_fields = [a for a in attrs.fields(event) if not a.metadata.get("pinned")]
    assert list(schema["properties"]) == [a.name for a in open_fields]
    assert schema["required"] == [a.name for a in open_fields if a.default is attrs.NOTHING]
    assert schema["title"] == name
    assert schema["description"]


def test_what_a_field_means_and_whom_it_is_about() -> None:
    fields = event_schema(SponsorNamed)["properties"]
    assert fields["person"] == {"type": "string", "x-majoracct": "person", "description": "The stakeholder."}
    assert fields["title"]["x-majoracct"] == "personal"
    assert fields["level"]["anyOf"][0]["enum"][0] == "c-level"


def test_money_days_and_facts() -> None:
    fields = event_schema(OpportunityIdentified)["properties"]
    assert fields["value"]["anyOf"][0]["required"] == ["amount", "currency"]
    assert fields["closes"]["anyOf"][0] == {"type": "string", "format": "date"}
    assert event_schema(PlanDrafted)["properties"]["opportunities"]["items"]["x-majoracct"] == "fact"


def test_what_is_meant_when_nothing_is_said() -> None:
    better = event_schema(BenchmarkAgreed)["properties"]["better"]
    assert (better["enum"], better["default"]) == (["higher", "lower"], "higher")


def test_what_is_pinned_is_not_asked_for() -> None:
    assert list(event_schema(QualificationGranted)["properties"]) == ["override"]


def test_what_is_nested_is_told_whole() -> None:
    terms = event_schema(PolicyAdopted)["properties"]["terms"]
    assert terms["properties"]["tiers"]["properties"]["window_years"]["type"] == "integer"
    assert "How far back" in terms["properties"]["tiers"]["properties"]["window_years"]["description"]
