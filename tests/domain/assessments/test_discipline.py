"""The rules of discipline within a team, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.commitments import (
    MemberCommitmentKept,
    MemberCommitmentMissed,
    MemberCommitted,
)
from majoracct.domain.account.crews import BidTeamAssigned
from majoracct.domain.account.directives import (
    ConflictingDirectiveReported,
    ConflictingDirectiveSettled,
    RogueActionFlagged,
)
from majoracct.domain.account.messages import MessageApproved, MessageDeviationNoted, MessageUsed
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost
from majoracct.domain.account.overlaps import OverlapFlagged
from majoracct.domain.account.support import SupportGiven, SupportKind, SupportRequested
from majoracct.domain.assessments.discipline import (
    Followed,
    competing,
    discipline,
    discipline_tally,
    promised,
    rogue_actions,
    support_late,
    told_otherwise,
)
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.discipline_tables import DisciplineTerms
from majoracct.domain.programme.reporting_lines import LineKind, ReportsToSet
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, on

TERMS = Terms.shipped("GBP")
PEOPLE = tuple(StaffIdentified(f"s{n}", name) for n, name in enumerate(("Una", "Vic", "Wim"), 1))
BIG, SMALL = OpportunityIdentified("the whole plant"), OpportunityIdentified("licences")  # acme@1, acme@2
PROMISED = MemberCommitted("s1", "a demonstration", dt.date(2024, 4, 1), serves="acme@1")  # acme@3
TOLD = ConflictingDirectiveReported("s1", "s2", "sell licences", "acme@3", "acme@2")  # acme@4
BEGUN = on("2024-01-01", *PEOPLE, BIG, SMALL)


def did(serves: str, *members: str) -> ActivityLogged:
    return ActivityLogged(SellingProcess.SELLING, "a visit", members=members or ("s1",), serves=serves)


def told(*events: object) -> Given:
    return given(BEGUN, on("2024-02-01", PROMISED), on("2024-03-01", TOLD), *events)  # type: ignore[arg-type]


@pytest.mark.requirement("S-V6")
class TestDV4WhatWasFollowed:
    @pytest.mark.parametrize(
        ("served", "followed"),
        [
            ((), Followed.UNKNOWN),
            (("acme@2",), Followed.DIRECTIVE),
            (("acme@1",), Followed.COMMITMENT),
            (("acme@1", "acme@2"), Followed.BOTH),
        ],
    )
    def test_by_what_they_did_later(self, served: tuple[str, ...], followed: Followed) -> None:
        (found,) = told_otherwise(told(on("2024-03-10", *map(did, served))).account, TERMS)
        assert found.followed is followed
        assert len(found.facts) == 1 + len(served)

    def test_not_by_what_others_did_or_they_did_before_or_long_after(self) -> None:
        idle = (
            on("2024-02-20", did("acme@2")),
            on("2024-03-10", did("acme@2", "s2")),
            on("2024-04-01", did("acme@2")),
        )
        assert told_otherwise(told(*idle).account, TERMS)[0].followed is Followed.UNKNOWN
        long = evolve(TERMS, discipline=DisciplineTerms(follow_days=31))
        assert told_otherwise(told(*idle).account, long)[0].followed is Followed.DIRECTIVE

    @pytest.mark.parametrize(
        ("day", "followed"),
        [
            ("2024-02-20", Followed.UNKNOWN),
            ("2024-03-02", Followed.COMMITMENT),
            ("2024-03-31", Followed.COMMITMENT),
            ("2024-04-01", Followed.UNKNOWN),
        ],
    )
    def test_by_the_commitment_they_kept(self, day: str, followed: Followed) -> None:
        kept = on(day, MemberCommitmentKept("acme@3"))
        (found,) = told_otherwise(told(kept).account, TERMS)
        assert found.followed is followed
        assert found.facts == (("acme@4", "acme@5") if followed is Followed.COMMITMENT else (found.facts[0],))
        other = on("2024-03-10", did("acme@2"))
        (found,) = told_otherwise(told(other, kept).account, TERMS)
        both = followed is Followed.COMMITMENT
        assert found.followed is (Followed.BOTH if both else Followed.DIRECTIVE)

    @pytest.mark.parametrize(
        ("instead", "followed"),
        [("acme@2", Followed.DIRECTIVE), ("acme@1", Followed.UNKNOWN), (None, Followed.UNKNOWN)],
    )
    def test_by_what_they_missed_it_for(self, instead: str | None, followed: Followed) -> None:
        missed = on("2024-06-01", MemberCommitmentMissed("acme@3", instead))
        (found,) = told_otherwise(told(missed).on("2024-06-01").account, TERMS)
        assert found.followed is followed
        assert len(found.facts) == 1 + (followed is Followed.DIRECTIVE)

    def test_not_by_what_they_did_once_it_was_settled(self) -> None:
        settled = on("2024-03-05", ConflictingDirectiveSettled("acme@4"))
        for day, followed in (("2024-03-05", Followed.DIRECTIVE), ("2024-03-06", Followed.UNKNOWN)):
            story = told(settled, on(day, did("acme@2")))
            assert told_otherwise(story.account, TERMS)[0].followed is followed
        kept = on("2024-03-06", MemberCommitmentKept("acme@3"))
        assert told_otherwise(told(settled, kept).account, TERMS)[0].followed is Followed.UNKNOWN

    def test_unknown_where_both_ask_for_the_same(self) -> None:
        same = evolve(TOLD, instead="acme@1")
        story = given(BEGUN, on("2024-02-01", PROMISED), on("2024-03-01", same, did("acme@1")))
        assert told_otherwise(story.account, TERMS)[0].followed is Followed.UNKNOWN


@pytest.mark.requirement("S-V6")
class TestDV5WhetherTheDirectManagerGaveIt:
    @pytest.mark.parametrize(("manager", "direct"), [("s2", True), ("s3", False), (None, None)])
    def test_by_the_solid_line_of_its_day(self, manager: str | None, *, direct: bool | None) -> None:
        line = [on("2024-02-15", ReportsToSet("s1", manager, LineKind.SOLID))] if manager else []
        later = on("2024-03-02", ReportsToSet("s1", "s3", LineKind.DOTTED))
        assert told_otherwise(told(*line, later).account, TERMS)[0].direct is direct

    def test_not_by_a_line_drawn_later(self) -> None:
        story = told(on("2024-03-02", ReportsToSet("s1", "s2", LineKind.SOLID)))
        assert told_otherwise(story.account, TERMS)[0].direct is None


@pytest.mark.requirement("S-G3")
class TestRT3WhatWasHarmed:
    ROGUE = on("2024-04-01", RogueActionFlagged("s1", "a discount", "acme@1"))

    def test_as_it_stands_on_the_day(self) -> None:
        story = told(self.ROGUE, on("2024-06-01", OpportunityLost("acme@1")))
        assert [rogue_actions(story.on(d).account)[0].state for d in ("2024-05-01", "2024-06-01")] == [
            "open",
            "lost",
        ]

    def test_unknown_once_it_is_on_record_no_longer(self) -> None:
        story = told(self.ROGUE, FactWithdrawn("acme@1"))
        assert rogue_actions(story.account)[0].state == "unknown"


@pytest.mark.requirement("S-V5")
class TestCI3PromisesKept:
    def _made(self, *ends: object) -> Given:
        made = [evolve(PROMISED, what=f"promise {n}", serves=None) for n in range(4)]
        return given(on("2024-01-01", *PEOPLE), on("2024-02-01", *made), *ends)  # type: ignore[arg-type]

    def test_are_a_share_of_those_of_which_we_know(self) -> None:
        story = self._made(
            on("2024-03-01", MemberCommitmentKept("acme@1")),
            on("2024-04-10", MemberCommitmentKept("acme@2"), MemberCommitmentMissed("acme@3")),
        )
        found = promised(story.account)
        assert [len(x) for x in (found.kept, found.late, found.missed, found.overdue, found.open)] == [
            1,
            1,
            1,
            1,
            0,
        ]
        assert found.share == Decimal(1) / Decimal(3)

    def test_what_is_overdue_counts_neither_way(self) -> None:
        assert promised(self._made().on("2024-04-01").account).open
        found = promised(self._made().on("2024-04-02").account)
        assert (len(found.overdue), found.share) == (4, None)

    def test_of_one_of_ours(self) -> None:
        assert promised(self._made().account, "s2").overdue == ()
        assert len(promised(self._made().account, "s1").overdue) == 4

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @for_all(st.lists(st.sampled_from(["kept", "late", "missed", "open"]), max_size=6))
    def test_each_is_told_once(self, ends: list[str]) -> None:
        made = [evolve(PROMISED, what=f"promise {n}", serves=None) for n in range(len(ends))]
        told: list[object] = []
        for n, end in enumerate(ends, start=1):
            if end != "open":
                day = "2024-03-01" if end == "kept" else "2024-04-10"
                kind = MemberCommitmentMissed if end == "missed" else MemberCommitmentKept
                told.append(on(day, kind(f"acme@{n}")))
        story = given(on("2024-01-01", *PEOPLE), on("2024-02-01", *made), *told)  # type: ignore[arg-type]
        found = promised(story.account)
        assert [len(found.kept), len(found.late), len(found.missed), len(found.overdue)] == [
            ends.count(e) for e in ("kept", "late", "missed", "open")
        ]


@pytest.mark.requirement("S-M7")
class TestOV4Competing:
    FLAGGED = on("2024-03-02", OverlapFlagged("acme@1", "acme@2", "failing records"))

    def test_where_different_people_work_on_them(self) -> None:
        crews = on("2024-03-03", BidTeamAssigned("acme@1", ("s1",)), BidTeamAssigned("acme@2", ("s2",)))
        (found,) = competing(told(self.FLAGGED, crews).account)
        assert (found.competing, found.people) == (True, (("s1",), ("s2",)))

    def test_not_where_the_same_do(self) -> None:
        story = told(self.FLAGGED, on("2024-03-03", did("acme@1", "s1"), did("acme@2", "s1")))
        assert competing(story.account)[0].competing is False

    def test_unknown_where_nobody_is_named(self) -> None:
        story = told(self.FLAGGED, on("2024-03-03", did("acme@1", "s1")))
        assert competing(story.account)[0].competing is None


@pytest.mark.requirement("S-V4")
class TestSU3Late:
    ASKED = on("2024-03-01", SupportRequested("s1", SupportKind.ACCESS, "a word"))

    def test_after_policys_days(self) -> None:
        story = given(BEGUN, self.ASKED)
        assert [len(support_late(story.on(d).account, TERMS)) for d in ("2024-03-15", "2024-03-16")] == [0, 1]

    def test_not_once_it_was_answered(self) -> None:
        story = given(BEGUN, self.ASKED, on("2024-03-20", SupportGiven("acme@3", "s2")))
        assert support_late(story.account, TERMS) == ()


@pytest.mark.requirement("S-V2")
class TestME5SaidOutOfDate:
    def test_is_told_beside_the_deviations(self) -> None:
        first = MessageApproved("Why us", "Fewer failures", "s1")  # acme@3
        stray = MessageDeviationNoted("acme@3", "s2", "Cheaper", "on the phone")
        after = MessageApproved("Why us", "None at all", "s1")
        use = MessageUsed("acme@3", "s1", "in a proposal")
        found = discipline(given(BEGUN, first, use, stray, after, use).account, TERMS)
        assert [key for key, _ in found.out_of_date] == ["acme@7"]
        assert ([key for key, _ in found.deviations], len(found.uses)) == (["acme@5"], 2)


@pytest.mark.requirement("S-G2", "S-V5")
class TestTheTally:
    def test_is_the_sum_of_the_accounts(self) -> None:
        story = told(on("2024-04-01", MemberCommitmentKept("acme@3")))
        found = discipline(story.account, TERMS)
        total = discipline_tally([found, found])
        assert (total.directives, total.kept, total.known, total.share) == (2, 2, 2, Decimal(1))
        settled = discipline(story.then_given(ConflictingDirectiveSettled("acme@4")).account, TERMS)
        assert discipline_tally([settled]).directives == 0

    def test_of_nothing_is_nothing(self) -> None:
        found = discipline(given().account, TERMS)
        assert found.nothing
        assert discipline_tally([found]).share is None
