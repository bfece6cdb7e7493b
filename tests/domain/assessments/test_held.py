"""What is held about a person: every fact that names them, theirs to see; and nobody else's."""

from __future__ import annotations

import datetime as dt

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain import index
from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.plan import ActionAdded
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.assessments.held import (
    bundles_with,
    held,
    introductions,
    types_that_introduce_people,
    types_that_name_people,
)
from majoracct.domain.book.bundles import BundleIssued
from majoracct.domain.kernel import Erased, Fact, FactWithdrawn
from majoracct.domain.past import Facts
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim
from majoracct.domain.seen import fields_of

DAY = dt.date(2024, 5, 1)
PEOPLE = ("p1", "p2", "p3")


def facts(*events: tuple[str, object]) -> list[Fact]:
    """Return EVENTS, each of a stream, as facts recorded one after the other."""
    heads: dict[str, int] = {}
    found = []
    for position, (stream, event) in enumerate(events, 1):
        heads[stream] = heads.get(stream, 0) + 1
        found.append(Fact(stream, heads[stream], position, event, DAY, "kim"))  # type: ignore[arg-type]
    return found


def ann(stream: str = "acme", **said: object) -> tuple[str, object]:
    return stream, StakeholderIdentified("p1", BuyingFunction.FINANCE, **said)  # type: ignore[arg-type]


class TestHeld:
    def test_what_is_personal_is_theirs_only_where_it_is_about_them(self) -> None:
        both = ActivityLogged(SellingProcess.SELLING, "lunch", ("p2", "p1"))
        known = facts(
            ann(name="Ann Lee"),
            ("acme", StakeholderIdentified("p2", BuyingFunction.FINANCE, name="Bob Roe")),
            ("acme", SponsorNamed("p2", "CFO", "spend")),
            ("acme", both),
            ("acme", SponsorNamed("p3", "CEO", "everything", introduced_by="p1")),
        )
        found = held("p1", known)
        assert [each.fact.version for each in found.holdings] == [1, 4, 5]
        first, second, third = found.holdings
        assert (third.named_as, third.personal) == (("introduced_by",), {})
        assert (first.named_as, first.personal) == (("person",), {"name": "Ann Lee"})
        assert first.other == {"function": BuyingFunction.FINANCE}
        assert (second.named_as, second.personal) == (("people",), {})
        assert second.other == {"process": SellingProcess.SELLING, "what": "lunch"}
        assert second.summary == "Activity (selling): lunch, with p2, Ann Lee"  # the other by id
        assert "Bob" not in repr(found)
        assert found.streams == ("acme",)

    def test_whose_id_is_written_as_a_text_is_named_too(self) -> None:
        calls = [ActionAdded("call", Aim.TRUST, owner="p9"), ActionAdded("p9 calls", Aim.TRUST)]
        found = held("p9", facts(ann(), *(("acme", each) for each in calls)))
        assert [(each.fact.version, each.named_as) for each in found.holdings] == [(2, ("owner",))]
        assert "ActionAdded" in types_that_name_people()

    def test_withdrawn_it_is_held_all_the_same_and_says_so(self) -> None:
        found = held("p1", facts(ann(name="Ann Lee"), ("acme", FactWithdrawn("acme@1")), ann("bolt")))
        assert [(each.fact.reference, each.withdrawn_by) for each in found.holdings] == [
            ("acme@1", "acme@2"),
            ("bolt@1", ""),
        ]
        assert [(each.account, each.withdrawn, each.name) for each in found.introduced] == [
            ("acme", True, "Ann Lee"),
            ("bolt", False, None),
        ]

    def test_at_customers_and_among_ours_they_are_one_person(self) -> None:
        ours = ("programme", StaffIdentified("p1", "Ann of ours"))
        found = held("p1", facts(ann(name="Ann Lee"), ours), "ledger@9")
        assert [each.account for each in found.introduced] == ["acme", ""]
        assert found.streams == ("acme", "programme")
        assert found.erased == "ledger@9"

    def test_whose_name_cannot_be_read_goes_by_id(self) -> None:
        (holding,) = held("p1", facts(ann(name=Erased.here, title=Erased.here))).holdings
        assert holding.personal == {"name": Erased.here, "title": Erased.here}
        assert holding.summary.startswith("p1 identified")

    def test_nobody_is_found_by_part_of_an_id(self) -> None:
        assert held("p", facts(ann(name="p1"))).holdings == ()


class TestTypes:
    def test_all_that_may_name_somebody_are_asked(self) -> None:
        named = types_that_name_people()
        assert {"StakeholderIdentified", "StaffIdentified", "ActivityLogged", "PersonErased"} <= set(named)
        assert "AccountOpened" not in named
        assert "FactWithdrawn" in named

    def test_all_that_make_somebody_known_are(self) -> None:
        wanted = {"StakeholderIdentified", "StaffIdentified", "FactWithdrawn"}
        assert set(types_that_introduce_people()) == wanted

    def test_whoever_is_personal_of_somebody_names_them(self) -> None:
        for entry in index.events():
            cls = index.event_class(entry.type)
            if fields_of(cls, "personal"):
                assert cls.subject in fields_of(cls, "person"), entry.type


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@for_all(st.lists(st.tuples(st.sampled_from(["acme", "bolt"]), st.sampled_from(PEOPLE)), max_size=8))
def test_everything_that_is_said_is_held_about_somebody_and_once(said: list[tuple[str, str]]) -> None:
    finance = BuyingFunction.FINANCE
    known = facts(*((stream, StakeholderIdentified(p, finance, name=f"{p} there")) for stream, p in said))
    found = {person: held(person, known) for person in PEOPLE}
    assert sorted(h.fact.position for f in found.values() for h in f.holdings) == [f.position for f in known]
    assert len(introductions(known)) == len(said)


def test_bundles_are_those_of_accounts_that_tell_of_them_or_any_for_ours() -> None:
    issued = [
        BundleIssued(accounts, DAY, 3, "0" * 64) for accounts in (("acme",), ("bolt",), ("cora", "acme"))
    ]
    past = Facts(facts(*(("ledger", each) for each in issued), ann()))
    assert [f.version for f in bundles_with(("acme",), past)] == [1, 3]
    assert bundles_with((), past) == []
    assert len(bundles_with(("programme",), past)) == 3
