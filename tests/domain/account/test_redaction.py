"""What of a plan the customer reads: over random plans, policies and words, nothing that is not theirs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from typing import Any, Final

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.kept_inside import Secret, given_away
from majoracct.domain.account.plan_document import PlanItem
from majoracct.domain.account.redaction import Edition, held_back, redact
from majoracct.domain.money import Money
from majoracct.domain.programme.edition_tables import (
    FIELDS,
    OWN_WORDS,
    REFERENCES,
    EditionTerms,
    Sensitivity,
    leaving,
)
from majoracct.domain.programme.terms import PlanningFunction
from majoracct.testing.given import money

CALM: Final = settings(deadline=None, derandomize=True, database=None, max_examples=200)
INSIDE: Final = (
    Secret("castor", "name a competitor", "acme@90"),
    Secret("fear for their job", "repeat an executive's issue", "acme@91"),
)
WRITTEN: Final = ("Castor", "the CASTORS'", "Cas\u200btor, ", "fear  for\ntheir (job)")
KINDS: Final = (*OWN_WORDS, "rumour")  # a kind that nobody has classed
STRICT, LAX = EditionTerms(), EditionTerms(may_leave=(Sensitivity.SHAREABLE, Sensitivity.INTERNAL))


def names_of(kind: str) -> list[str]:
    """Return the fields an item of KIND may have; one that nobody has classed among them."""
    known = [name.partition(".")[2] for name in sorted(FIELDS) if name.startswith(f"{kind}.")]
    return [name for name in (*known, "whispered") if name != "by"]


@st.composite
def documents(draw: st.DrawFn) -> tuple[PlanItem, ...]:
    """Return plans each of whose values is a secret that occurs nowhere else in it."""
    count = draw(st.integers(1, 6))
    ids = [f"acme@{n}" for n in range(1, count + 1)]
    items = []
    for n, key in enumerate(ids):
        kind = draw(st.sampled_from(KINDS))
        fields: list[tuple[str, Any]] = []
        for m, name in enumerate(names_of(kind)):
            if not draw(st.booleans()):
                continue
            if name == "after":
                value: Any = tuple(draw(st.lists(st.sampled_from(ids), unique=True, min_size=1)))
            elif f"{kind}.{name}" in REFERENCES:
                value = draw(st.sampled_from([*ids, "other@7"]))
            else:
                value = f"secret{n:02d}{m:02d}x"
            fields.append((name, value))
        items.append(PlanItem(kind, key, tuple(fields), (key,)))
    return tuple(items)


@st.composite
def policies(draw: st.DrawFn) -> EditionTerms:
    """Return terms, those among them that no rule would let through."""
    may = draw(st.lists(st.sampled_from(Sensitivity), unique=True, min_size=1))
    without = draw(st.none() | st.lists(st.sampled_from(sorted(FIELDS)), unique=True, max_size=5))
    return EditionTerms(may_leave=tuple(may), withheld=None if without is None else tuple(without))


def words() -> st.SearchStrategy[dict[str, str]]:
    keys = st.sampled_from([f"acme@{n}" for n in range(1, 8)])
    return st.dictionaries(keys, st.sampled_from(["try it together", "meet monthly"]), max_size=6)


def redacted(
    document: Iterable[PlanItem], terms: EditionTerms, said: dict[str, str], held: Collection[str] = ()
) -> Edition:
    return redact(document, terms, said, held)


@st.composite
def giving_away(draw: st.DrawFn) -> tuple[tuple[PlanItem, ...], dict[str, str]]:
    """Return a plan, and words released for it, in which any text may have what is kept inside."""

    def text(before: str) -> str:
        return f"{before} {draw(st.sampled_from(['meet', *WRITTEN]))} {draw(st.sampled_from(['soon', '']))}"

    def planted(value: Any) -> Any:
        if not str(value).startswith("secret"):
            return value  # it names other items
        several = draw(st.booleans())
        return (text("first"), text("then")) if several else text("then")

    document = tuple(
        evolve(item, fields=tuple((name, planted(value)) for name, value in item.fields))
        for item in draw(documents())
    )
    released = draw(st.sets(st.sampled_from([item.id for item in document])))
    return document, {key: text("for you:") for key in sorted(released)}


def told(edition: Edition) -> set[tuple[str, str, str]]:
    """Return all that EDITION says, item by item; what items name, by id."""
    ids = {each.number: each.id for each in edition.items}
    found = {(each.id, "says", each.says) for each in edition.items}
    for each in edition.items:
        for name, value in each.fields:
            if f"{each.kind}.{name}" in REFERENCES:
                numbers = value if isinstance(value, tuple) else (value,)
                found |= {(each.id, name, ids[number]) for number in numbers}
            else:
                found.add((each.id, name, str(value)))
    return found


@pytest.mark.requirement("J-C1", "X-9")
class TestED1OnlyWhatMayLeave:
    @CALM
    @for_all(documents(), policies(), words())
    def test_no_secret_is_in_its_bytes(
        self, document: tuple[PlanItem, ...], terms: EditionTerms, said: dict[str, str]
    ) -> None:
        text, allowed = redacted(document, terms, said).text, leaving(terms)
        for item in document:
            for name, value in item.fields:
                if f"{item.kind}.{name}" not in allowed and str(value).startswith("secret"):
                    assert value not in text

    @CALM
    @for_all(documents(), policies(), words())
    def test_what_does_not_leave_leaves_no_trace(
        self, document: tuple[PlanItem, ...], terms: EditionTerms, said: dict[str, str]
    ) -> None:
        allowed = leaving(terms)

        def otherwise(item: PlanItem) -> PlanItem:
            fields = (
                (name, value if f"{item.kind}.{name}" in allowed else f"another {name}")
                for name, value in item.fields
            )
            return evolve(item, fields=tuple(fields))

        hidden = tuple(otherwise(item) for item in document)
        assert redacted(hidden, terms, said).text == redacted(document, terms, said).text

    def test_what_may_leave_does(self) -> None:
        item = PlanItem("action", "acme@1", (("task", "press them"), ("due", dt.date(2024, 9, 1))), ())
        (shown,) = redacted([item], STRICT, {"acme@1": "meet"}).items
        assert (shown.says, shown.fields) == ("meet", (("due", dt.date(2024, 9, 1)),))
        withheld = EditionTerms(withheld=("action.due",))
        assert redacted([item], withheld, {"acme@1": "meet"}).items[0].fields == ()

    @pytest.mark.parametrize(
        ("people", "side"),
        [(("owner",), "us"), (("customer_owner",), "you"), (("owner", "customer_owner"), "both"), ((), None)],
    )
    def test_on_which_side_somebody_sees_to_it_is_said_and_not_who(
        self, people: tuple[str, ...], side: str | None
    ) -> None:
        item = PlanItem("action", "acme@1", tuple((name, "p7") for name in people), ())
        edition = redacted([item], LAX, {"acme@1": "meet"})
        assert edition.items[0].get("by") == side
        assert "p7" not in edition.text


@pytest.mark.requirement("J-C1")
class TestED2WhatAnItemSays:
    GOAL = PlanItem("goal", "acme@1", (("what", "sell more"), ("amount", money("5"))), ())

    def test_nothing_leaves_that_nobody_released(self) -> None:
        assert redacted([self.GOAL], STRICT, {}) == Edition(())
        assert redacted([self.GOAL], STRICT, {}).digest == ""

    def test_the_words_released_stand_in_place_of_ours(self) -> None:
        for terms in (STRICT, LAX):
            (shown,) = redacted([self.GOAL], terms, {"acme@1": "grow together"}).items
            assert shown.says == "grow together"
            assert "sell more" not in redacted([self.GOAL], terms, {"acme@1": "grow together"}).text

    def test_our_own_leave_where_policy_lets_them(self) -> None:
        (shown,) = redacted([self.GOAL], LAX, {}).items
        assert (shown.says, shown.get("amount")) == ("sell more", money("5"))

    def test_what_is_of_no_kind_we_know_says_nothing(self) -> None:
        rumour = PlanItem("rumour", "acme@1", (("what", "they merge"),), ())
        assert redacted([rumour], LAX, {"acme@1": "hear this"}).items == ()


@pytest.mark.requirement("J-C1")
class TestED3References:
    GOAL = PlanItem("goal", "acme@1", (("what", "a"),), ())
    FIRST = PlanItem("action", "acme@2", (("task", "b"), ("goal", "acme@1")), ())
    THEN = PlanItem("action", "acme@3", (("task", "c"), ("after", ("acme@2", "acme@9"))), ())

    def test_are_numbers_of_what_leaves(self) -> None:
        said = {"acme@1": "A", "acme@2": "B", "acme@3": "C"}
        shown = redacted([self.GOAL, self.FIRST, self.THEN], STRICT, said).items
        assert [(each.number, each.get("goal"), each.get("after")) for each in shown] == [
            (1, None, None),
            (2, 1, None),
            (3, None, (2,)),
        ]

    def test_to_what_does_not_leave_are_left_out(self) -> None:
        edition = redacted([self.GOAL, self.FIRST, self.THEN], STRICT, {"acme@3": "C"})
        assert [(each.number, each.says, each.fields) for each in edition.items] == [(1, "C", ())]

    @CALM
    @for_all(documents(), policies(), words())
    def test_numbers_run_on_and_name_what_is_there(
        self, document: tuple[PlanItem, ...], terms: EditionTerms, said: dict[str, str]
    ) -> None:
        edition = redacted(document, terms, said)
        assert [each.number for each in edition.items] == [*range(1, len(edition.items) + 1)]
        assert "acme@" not in edition.text
        assert "other@" not in edition.text


@pytest.mark.requirement("J-C1")
class TestED4TheSameBytesAndNeverMore:
    @CALM
    @for_all(documents(), policies(), st.sets(st.sampled_from(Sensitivity)), st.booleans(), words())
    def test_a_stricter_policy_shows_no_more(
        self,
        document: tuple[PlanItem, ...],
        terms: EditionTerms,
        kept: set[Sensitivity],
        fewer: bool,
        said: dict[str, str],
    ) -> None:
        may = tuple(each for each in terms.may_leave if each in kept)
        withheld = (*(terms.withheld or ()), *(sorted(FIELDS)[::3] if fewer else ()))
        strict = redacted(document, EditionTerms(may_leave=may, withheld=withheld), said)
        assert told(strict) <= told(redacted(document, terms, said))

    @CALM
    @for_all(documents(), policies(), words())
    def test_fewer_words_show_no_more(
        self, document: tuple[PlanItem, ...], terms: EditionTerms, said: dict[str, str]
    ) -> None:
        strict = evolve(terms, may_leave=(Sensitivity.SHAREABLE,))
        fewer = dict(list(said.items())[1:])
        assert told(redacted(document, strict, fewer)) <= told(redacted(document, strict, said))

    def test_one_way_of_writing(self) -> None:
        item = PlanItem(
            "functional-plan",
            "acme@1",
            (("function", PlanningFunction.SERVICE), ("title", "x"), ("ends", dt.date(2024, 9, 1))),
            (),
        )
        edition = redacted([item], STRICT, {"acme@1": "répare"})
        assert edition.text == (
            '[{"ends":"2024-09-01","function":"service","kind":"functional-plan","number":1,'
            '"says":"r\\u00e9pare"}]'
        )
        assert edition.digest == "fc04aecb953e292774c846b6f7264774497974f926df061035378ef6d343b17b"

    def test_money_and_numbers_are_exact(self) -> None:
        item = PlanItem("goal", "acme@1", (("what", "a"), ("amount", Money(money("5").amount, "GBP"))), ())
        assert json.loads(redacted([item], LAX, {}).text)[0]["amount"] == "5.00 GBP"


@pytest.mark.requirement("J-C1", "X-9")
class TestED15WhatIsKeptInsideIsHeldBack:
    TASK = PlanItem("action", "acme@1", (("task", "meet"), ("means", "two days against Castor")), ())

    def places(self, *items: PlanItem, terms: EditionTerms = LAX, **said: str) -> list[str]:
        words_for = {key.replace("_", "@"): each for key, each in said.items()}
        return [each.place for each in held_back(items, terms, words_for, INSIDE)]

    @CALM
    @for_all(giving_away(), policies() | st.just(LAX))
    def test_whatever_has_it_in_any_text_and_under_any_policy(
        self, plan: tuple[tuple[PlanItem, ...], dict[str, str]], terms: EditionTerms
    ) -> None:
        document, said = plan
        held = {each.place for each in held_back(document, terms, said, INSIDE)}
        edition = redact(document, terms, said, held)
        for each in edition.items:
            assert given_away((each.says, *(value for _, value in each.fields)), INSIDE) is None
        letters = "".join(c for c in edition.text.casefold() if c.isalnum()).replace("u200b", "")
        assert "castor" not in letters
        assert "theirjob" not in letters

    @CALM
    @for_all(giving_away(), policies())
    def test_nothing_else_is(
        self, plan: tuple[tuple[PlanItem, ...], dict[str, str]], terms: EditionTerms
    ) -> None:
        document, said = plan
        held = {each.place for each in held_back(document, terms, said, INSIDE)}
        for item in document:
            for name, value in item.fields:
                if f"{item.id} {name}" in held:
                    assert given_away(value, INSIDE)

    @CALM
    @for_all(giving_away(), policies(), st.sets(st.sampled_from(Sensitivity)))
    def test_a_stricter_policy_still_shows_no_more(
        self,
        plan: tuple[tuple[PlanItem, ...], dict[str, str]],
        terms: EditionTerms,
        kept: set[Sensitivity],
    ) -> None:
        document, said = plan
        strict = evolve(terms, may_leave=tuple(each for each in terms.may_leave if each in kept))
        shown = [
            told(redact(document, each, said, {h.place for h in held_back(document, each, said, INSIDE)}))
            for each in (strict, terms)
        ]
        assert shown[0] <= shown[1]

    def test_the_field_alone_and_it_leaves_no_trace(self) -> None:
        assert self.places(self.TASK) == ["acme@1 means"]
        edition = redact([self.TASK], LAX, {}, ["acme@1 means"])
        assert [(each.says, each.fields) for each in edition.items] == [("meet", ())]

    def test_of_words_released_our_own_may_be_read_where_policy_lets_them(self) -> None:
        assert self.places(self.TASK, acme_1="Castor falls") == ["acme@1 wording", "acme@1 means"]
        held = ["acme@1 wording", "acme@1 means"]
        assert [each.says for each in redact([self.TASK], LAX, {"acme@1": "Castor falls"}, held).items] == [
            "meet"
        ]
        assert redact([self.TASK], STRICT, {"acme@1": "Castor falls"}, held).items == ()

    def test_not_what_would_not_leave_in_any_case(self) -> None:
        own = PlanItem("action", "acme@1", (("task", "beat Castor"),), ())
        assert self.places(own, terms=STRICT) == []
        assert self.places(own, acme_1="meet") == []
        assert self.places(own) == ["acme@1 task"]
