"""Where the sources pull apart, policy decides, or both stay possible: docs/explanation/tensions.md.

Each of these would fail were the answer written into the rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import pytest
from attrs import evolve
from click.testing import CliRunner

from majoracct.cli import root
from majoracct.domain import index
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plays import TractionEvidenced, WiderPlayDescribed
from majoracct.domain.account.qualification import (
    Qualification,
    QualificationGranted,
    QualificationOpened,
    QualificationRevoked,
    Status,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.team import MemberSeated
from majoracct.domain.assessments.definitions import DEFINITIONS, Perspective
from majoracct.domain.assessments.perspectives import portfolio, views
from majoracct.domain.assessments.threshold import met
from majoracct.domain.kernel import Event, marked
from majoracct.domain.programme.company import CompanyRevenueStated
from majoracct.domain.programme.tables import CompanyView, PerspectiveTerms
from majoracct.domain.programme.tension_tables import TensionTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, money, on

SHIPPED = Terms.shipped("GBP")
PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "tensions.md"


@pytest.mark.requirement("X-1")
class TestSeveralDefinitionsLiveAtOnce:
    STORY = given(
        on("2023-12-31", CompanyRevenueStated(2023, money("5000000"))),
        on("2023-06-01", RevenueRecorded(money("600000"))),
    )

    def held(self, terms: Terms) -> tuple[bool, bool | None]:
        """Return whether the account is major by the programme's definition, and to the company."""
        account = self.STORY.account
        seen = views(account, terms, portfolio(account.programme, [account]))
        (company,) = [view for view in seen if view.perspective is Perspective.COMPANY]
        return met(account, terms), company.holds

    def test_each_by_its_own_terms(self) -> None:
        lower = evolve(SHIPPED, threshold=money("500000"))
        wider = PerspectiveTerms(company=CompanyView(annual_from=500_000, share_from=Decimal("0.10")))
        assert self.held(SHIPPED) == (False, False)
        assert self.held(lower) == (True, False)
        assert self.held(evolve(SHIPPED, perspectives=wider)) == (False, True)
        assert self.held(evolve(lower, perspectives=wider)) == (True, True)

    def test_every_verdict_says_whose_it_is(self, tmp_path: Path) -> None:
        book = Book(tmp_path)
        book("account", "open", "acme", "--name", "Acme", "--on", "2024-01-01")
        assert book.json("why", "acme", code=1)["data"]["definition"] == "programme"
        (row,) = book.json("report", "perspectives")["rows"]
        assert {each.replace("-", "_") for each in DEFINITIONS[1:]} <= row.keys()


@pytest.mark.requirement("X-4")
class TestWhoMayQualify:
    STORY = given(
        WiderPlayDescribed("the play", "What we could become."),
        TractionEvidenced("acme@1", "a pilot in three depots"),
        OpportunityIdentified("the first"),
    )

    def second(self, terms: Terms) -> Any:
        story = self.STORY.under(terms).because("the board").when(QualificationGranted(override=True)).then()
        event: Any = story.last.event
        return event.verdicts[1]

    def test_the_path_is_recorded_in_the_verdict(self) -> None:
        verdict = self.second(SHIPPED)
        assert (verdict.id, verdict.holds, verdict.path) == ("Q2", True, "play")

    def test_a_customer_to_be_only_where_policy_lets_them(self) -> None:
        verdict = self.second(evolve(SHIPPED, tensions=TensionTerms(potential_qualifies=False)))
        assert (verdict.holds, verdict.path) == (False, None)
        assert verdict.missing == ("a successfully completed project with a metric, a KPI and an ROI",)


def person_fields() -> Iterator[tuple[type[Event[Any]], str, Any]]:
    for entry in index.events():
        event = index.event_class(entry.type)
        hints = get_type_hints(event, include_extras=True)
        for attribute in attrs.fields(event):
            if marked(hints[attribute.name], "person"):
                yield event, attribute.name, hints[attribute.name]


def kinds(hint: Any) -> set[bool]:
    """Return, of each part of a HINT that names a person, whether it names one of ours."""
    marks = getattr(hint, "__metadata__", ())
    if any(mark.of == "person" for mark in marks if hasattr(mark, "of")):
        return {any(mark.of == "staff" for mark in marks)}
    return {kind for part in get_args(hint) for kind in kinds(part)}


@pytest.mark.requirement("X-8")
class TestTwoKindsOfSponsor:
    def test_no_field_of_any_event_may_name_one_of_theirs_and_one_of_ours(self) -> None:
        found = list(person_fields())
        assert len(found) > 50
        assert [(event.__name__, name) for event, name, hint in found if len(kinds(hint)) != 1] == []

    def test_theirs_is_named_and_ours_is_seated(self) -> None:
        told = {(event, name): kinds(hint) for event, name, hint in person_fields()}
        assert told[SponsorNamed, "person"] == {False}
        assert told[MemberSeated, "person"] == {True}

    def test_every_field_that_says_sponsor_is_one_kind(self) -> None:
        said = [(event, name, kinds(hint)) for event, name, hint in person_fields() if "sponsor" in name]
        assert all(len(each) == 1 for _, _, each in said)


class Book:
    """A ledger of its own, and the program to ask it."""

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / "book.db")
        self("init", "--currency", "GBP")

    def __call__(self, *words: str, code: int = 0) -> str:
        done = CliRunner().invoke(root, ["--ledger", self.path, *words], prog_name="majoracct")
        assert done.exit_code == code, done.output
        return done.stdout

    def json(self, *words: str, code: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self(*words, "--json", code=code))
        return found


@pytest.mark.requirement("X-10")
class TestHistoriesStayReadableBothWays:
    def test_status_is_lost_and_regained_and_each_day_knows(self) -> None:
        def role(story: Any) -> Any:
            return story.by("kim", "sales executive").because("the board")

        grant = QualificationGranted(override=True)
        story = role(given()).on("2021-01-01").when(QualificationOpened()).then().when(grant).then()
        story = role(story).on("2022-01-01").when(QualificationRevoked()).then()
        story = role(story).on("2023-01-01").when(QualificationOpened()).then()
        story = role(story).on("2023-02-01").when(grant).then()
        days = ("2020-12-31", "2021-06-01", "2022-06-01", "2023-01-15", "2023-06-01")
        assert [story.on(day)[Qualification].status for day in days] == [
            Status.NONE,
            Status.MAJOR,
            Status.REVOKED,
            Status.OPEN,
            Status.MAJOR,
        ]

    def test_a_merger_is_read_from_either_side_of_its_day(self, tmp_path: Path) -> None:
        book = Book(tmp_path)
        for key in ("acme", "bolt"):
            book("account", "open", key, "--name", key.title(), "--on", "2022-01-01")
        book("revenue", "record", "acme", "--amount", "100", "--on", "2022-02-01")
        book("account", "merge", "acme", "--into", "bolt", "--on", "2023-01-01")
        assert book.json("show", "acme", "--as-of", "2022-12-31")["data"]["account"] == "acme"
        assert book.json("show", "acme", "--as-of", "2023-01-01")["data"]["account"] == "bolt"
        told = {
            day: [
                (r["account"], r["net"]["amount"])
                for r in book.json("report", "revenue", "--as-of", day)["rows"]
            ]
            for day in ("2022-12-31", "2023-01-01")
        }
        assert told == {"2022-12-31": [("acme", "100.00")], "2023-01-01": [("bolt", "100.00")]}

    def test_a_split_leaves_both_readable(self, tmp_path: Path) -> None:
        book = Book(tmp_path)
        book("account", "open", "acme", "--name", "Acme", "--on", "2022-01-01")
        book("revenue", "record", "acme", "--amount", "100", "--on", "2022-02-01")
        book("account", "open", "bolt", "--name", "Bolt", "--on", "2023-01-01")
        book("account", "split", "acme", "--new", "bolt", "--on", "2023-01-01")
        rows = book.json("report", "revenue", "--as-of", "2024")["rows"]
        assert [(r["account"], r["net"]["amount"]) for r in rows] == [("acme", "100.00")]
        assert "acme" in book("timeline", "bolt")

    def test_an_old_name_finds_the_account_until_another_takes_it(self, tmp_path: Path) -> None:
        book = Book(tmp_path)
        book("account", "open", "acme", "--name", "Acme Ltd", "--on", "2022-01-01")
        book("account", "rename", "acme", "--name", "Zenith", "--on", "2023-01-01")
        found = book.json("show", "Acme Ltd", "--as-of", "2024")["data"]
        assert (found["account"], found["name"]) == ("acme", "Zenith")
        assert book.json("show", "Zenith", "--as-of", "2022")["data"]["name"] == "Acme Ltd"
        book("account", "open", "anew", "--name", "Acme Ltd", "--on", "2024-01-01")
        book("show", "Acme Ltd", "--as-of", "2024", code=3)
        assert book.json("show", "anew", "--as-of", "2024-06-01")["data"]["account"] == "anew"
        rows = book.json("check", "--as-of", "2024-06-01", code=1)["rows"]
        assert "name-reused" in {row["finding"] for row in rows}


def test_the_page_settles_every_tension() -> None:
    told = re.findall(r"^## (X-[0-9]+) ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == [f"X-{n}" for n in range(1, 14)]
