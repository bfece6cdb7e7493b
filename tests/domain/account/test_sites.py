"""The rules of sites."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.sites import (
    HeadcountBelowNothing,
    HeadcountRecorded,
    National,
    OnSite,
    SiteAdded,
    SiteAlreadyClosed,
    SiteAlreadyKnown,
    SiteClosed,
    SiteUnknown,
    SiteUnnamed,
    headcount,
    national,
    open_sites,
)
from majoracct.testing.given import Given, Told, corrected, given, on

LEEDS = SiteAdded("Leeds", "GB", buys=True)
LYON = SiteAdded("Lyon", "FR")


@pytest.mark.requirement("C-T5")
class TestSI1NamedOnce:
    @pytest.mark.parametrize("blank", ["", "  "])
    def test_it_has_a_name(self, blank: str) -> None:
        given().when(SiteAdded(blank)).then_refused(SiteUnnamed)

    def test_not_twice_however_it_is_written(self) -> None:
        given(LEEDS).when(SiteAdded("  LEEDS ")).then_refused(SiteAlreadyKnown, "Leeds is on record")

    def test_not_before_one_on_record_for_a_later_day(self) -> None:
        given(LEEDS).on("2024-04-30").when(LEEDS).then_refused(SiteAlreadyKnown, "from 2024-05-01")

    def test_nor_while_it_is_still_open(self) -> None:
        story = given(on("2024-01-01", LEEDS), on("2024-06-01", SiteClosed("acme@1")))
        story.when(LEEDS).then_refused(SiteAlreadyKnown)

    def test_again_once_it_closed(self) -> None:
        story = given(on("2024-01-01", LEEDS), SiteClosed("acme@1"))
        assert [key for key, _ in open_sites(story.when(LEEDS).then().account)] == ["acme@3"]


@pytest.mark.requirement("C-T5")
class TestSI2OnlyWhatIsOpenCloses:
    def test_not_an_unknown_site(self) -> None:
        given().when(SiteClosed("acme@9")).then_refused(SiteUnknown, "no site acme@9")

    def test_not_before_it_was_added(self) -> None:
        given(LEEDS).on("2024-04-30").when(SiteClosed("acme@1")).then_refused(SiteUnknown)

    def test_not_twice(self) -> None:
        story = given(LEEDS, on("2024-06-01", SiteClosed("acme@1")))
        for day in ("2024-05-02", "2024-07-01"):
            story.on(day).when(SiteClosed("acme@1")).then_refused(SiteAlreadyClosed, "closed on 2024-06-01")

    def test_it_closes(self) -> None:
        after = given(LEEDS, LYON).on("2024-06-01").when(SiteClosed("acme@1")).then()
        assert [site.name for _, site in open_sites(after.account)] == ["Lyon"]
        assert [site.name for _, site in open_sites(after.on("2024-05-31").account)] == ["Leeds", "Lyon"]


@pytest.mark.requirement("C-T7")
class TestSI3Headcount:
    def test_is_not_below_nothing(self) -> None:
        given().when(HeadcountRecorded(-1)).then_refused(HeadcountBelowNothing)
        given().when(HeadcountRecorded(0)).then()

    def test_is_on_a_site_we_know(self) -> None:
        given().when(HeadcountRecorded(3, "acme@9")).then_refused(SiteUnknown)

    def test_is_on_a_site_that_is_open(self) -> None:
        story = given(LEEDS, SiteClosed("acme@1"))
        story.when(HeadcountRecorded(3, "acme@1")).then_refused(SiteAlreadyClosed)


@pytest.mark.requirement("C-T5")
class TestSI4National:
    STORY = given(LEEDS, LYON, SiteAdded("Turin", "IT"))

    def test_by_how_many_sites(self) -> None:
        account = self.STORY.account
        assert national(account, 3, 2) == National(True, ("acme@1", "acme@2", "acme@3"), ("acme@1",))
        assert not national(account, 4, 2).holds

    def test_by_how_many_decide_what_to_buy(self) -> None:
        assert national(self.STORY.account, 4, 1).holds
        both = national(given(LEEDS, SiteAdded("Bath", buys=True)).account, 4, 2)
        assert (both.holds, both.buying) == (True, ("acme@1", "acme@2"))

    def test_not_by_closed_ones(self) -> None:
        account = self.STORY.when(SiteClosed("acme@1")).then().account
        assert national(account, 3, 1) == National(False, ("acme@2", "acme@3"), ())

    def test_not_by_one_that_two_merged_accounts_tell_of(self) -> None:
        story = given(
            AccountOpened("Acme"),
            SiteAdded("Leeds"),
            on("2024-04-01", AccountOpened("Bolt"), LEEDS, to="bolt"),
            AccountAbsorbed("bolt"),
            on("2024-05-01", AccountMerged("acme"), to="bolt"),
        )
        assert national(story.account, 2, 2) == National(False, ("bolt@2",), ("bolt@2",))

    def test_which_decides_what_to_buy_if_either_says_so(self) -> None:
        story = given(
            on("2024-03-01", AccountOpened("Acme"), SiteAdded("Leeds")),
            on("2024-04-01", AccountOpened("Bolt"), LEEDS, to="bolt"),
            AccountAbsorbed("bolt"),
            on("2024-05-01", AccountMerged("acme"), to="bolt"),
        )
        assert national(story.account, 1, 1).buying == ("bolt@2",)


counts = st.lists(st.tuples(st.sampled_from(["", "acme@1", "acme@2"]), st.integers(0, 500)), max_size=8)


@pytest.mark.requirement("C-T7")
class TestSI5TheHeadcount:
    def test_is_the_latest_of_each_site_and_of_none(self) -> None:
        story = given(
            LEEDS,
            LYON,
            HeadcountRecorded(90, "acme@1"),
            HeadcountRecorded(4),
            HeadcountRecorded(110, "acme@1"),
            HeadcountRecorded(7, "acme@2"),
        )
        assert headcount(story.account) == OnSite(121, ("acme@4", "acme@5", "acme@6"))

    def test_leaves_a_closed_site_out(self) -> None:
        story = given(LEEDS, HeadcountRecorded(90, "acme@1"), HeadcountRecorded(4), SiteClosed("acme@1"))
        assert headcount(story.account) == OnSite(4, ("acme@3",))

    def test_leaves_a_site_out_that_was_withdrawn(self) -> None:
        story = given(LEEDS, HeadcountRecorded(90, "acme@1")).because("no such place")
        assert headcount(story.when_withdrawing("acme@1").then().account).people == 0

    def test_goes_on_counting_on_a_corrected_site(self) -> None:
        story = given(LEEDS, HeadcountRecorded(90, "acme@1"), corrected("acme@1", LYON))
        assert headcount(story.account).people == 90

    def test_is_none_where_nobody_counted(self) -> None:
        assert headcount(given().account) == OnSite(0, ())

    @drawn(counts)
    def test_adds_up_whatever_was_counted(self, counted: list[tuple[str, int]]) -> None:
        events = [HeadcountRecorded(people, site or None) for site, people in counted]
        assert headcount(given(LEEDS, LYON, *events).account).people == sum(dict(counted).values())


def heads(people: int, site: str | None = None, *, to: str = "acme", day: str = "2024-02-02") -> Told:
    return on(day, HeadcountRecorded(people, site), to=to)


def joined(key: str, into: str, day: str) -> tuple[Told, Told]:
    return on(day, AccountAbsorbed(key), to=into), on(day, AccountMerged(into), to=key)


@pytest.mark.requirement("C-T7")
class TestSI6AccountsThatMerged:
    OPENED: tuple[Told, ...] = (
        on("2024-01-01", AccountOpened("Acme")),
        *(on("2024-01-01", AccountOpened(k), to=k) for k in ("bolt", "cog")),
    )

    def merged(self, *before: Told, day: str = "2024-03-01") -> Given:
        return given(*self.OPENED, *before, *joined("bolt", "acme", day))

    def test_keep_what_was_counted_at_each_on_no_named_site(self) -> None:
        story = self.merged(heads(60), heads(50, to="bolt"))
        assert headcount(story.account) == OnSite(110, ("acme@2", "bolt@2"))
        assert headcount(story.on("2024-02-29").account).people == 60

    def test_a_predecessor_s_predecessor_too_once(self) -> None:
        story = given(
            *self.OPENED,
            *(heads(people, to=key) for key, people in (("acme", 1), ("bolt", 20), ("cog", 300))),
            *joined("cog", "bolt", "2024-03-01"),
            *joined("bolt", "acme", "2024-04-01"),
        )
        assert headcount(story.account).people == 321

    @pytest.mark.parametrize(("day", "people"), [("2024-02-29", 90), ("2024-03-01", 40), ("2024-04-01", 40)])
    def test_until_they_are_counted_together(self, day: str, people: int) -> None:
        story = self.merged(heads(60), heads(50, to="bolt"))
        assert headcount(story.then_given(heads(40, day=day)).account).people == people

    def test_count_a_site_both_tell_of_once_as_counted_last(self) -> None:
        story = self.merged(
            on("2024-02-01", SiteAdded("Leeds"), to="acme"),
            on("2024-02-01", SiteAdded(" LEEDS"), to="bolt"),
            heads(60, "acme@2", day="2024-02-03"),
            heads(70, "bolt@2", to="bolt"),
        )
        assert headcount(story.account) == OnSite(60, ("acme@3",))
