"""What a supposition changes: who drops out, and who comes in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.domain.account.qualification import Status
from majoracct.domain.assessments.standing import Line
from majoracct.domain.assessments.supposing import compare
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Tier

STANDINGS = ("met", "potential", "unmet", "unknown")


def listed(account: str, standing: str, status: Status = Status.NONE) -> Line:
    met = {"met": True, "potential": True, "unmet": False, "unknown": None}[standing]
    return Line(
        account,
        account.title(),
        status,
        met,
        "programme",
        None,
        Tier.GREENFIELD,
        Money.zero("GBP"),
        potential=standing == "potential",
    )


@pytest.mark.requirement("B-D4")
class TestWI1:
    def test_who_no_longer_meets_the_definition_drops_out(self) -> None:
        found = compare([listed("acme", "met")], [listed("acme", "unmet")])
        assert ([each.account for each in found.drops_out], found.comes_in) == (["acme"], ())

    def test_who_meets_it_only_as_supposed_comes_in(self) -> None:
        found = compare([listed("acme", "unmet")], [listed("acme", "met"), listed("newco", "met")])
        assert (found.drops_out, [each.account for each in found.comes_in]) == ((), ["acme", "newco"])

    def test_who_is_there_no_longer_drops_out(self) -> None:
        before, after = [listed("acme", "met"), listed("zinc", "unmet")], [listed("globex", "met")]
        found = compare(before, after)
        assert [each.account for each in found.drops_out] == ["acme"]
        assert [each.account for each in found.comes_in] == ["globex"]

    @pytest.mark.parametrize("standing", STANDINGS[1:])
    def test_potential_and_unknown_are_not_met(self, standing: str) -> None:
        assert compare([listed("acme", "met")], [listed("acme", standing)]).drops_out
        assert compare([listed("acme", standing)], [listed("acme", "met")]).comes_in
        assert not compare([listed("acme", "unmet")], [listed("acme", standing)]).comes_in

    def test_a_recorded_status_plays_no_part(self) -> None:
        before, after = listed("acme", "met", Status.MAJOR), listed("acme", "met", Status.REVOKED)
        assert compare([before], [after]) == compare([], [])

    @settings(max_examples=100, deadline=None, derandomize=True, database=None)
    @given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(*[st.sampled_from(STANDINGS)] * 2)))
    def test_both_ways_round_it_is_the_opposite(self, accounts: dict[str, tuple[str, str]]) -> None:
        first = [listed(key, accounts[key][0]) for key in sorted(accounts)]
        second = [listed(key, accounts[key][1]) for key in sorted(accounts)]
        forth, back = compare(first, second), compare(second, first)
        assert [each.account for each in forth.drops_out] == [each.account for each in back.comes_in]
        assert [each.account for each in forth.comes_in] == [each.account for each in back.drops_out]
        assert compare(first, first) == compare([], [])
