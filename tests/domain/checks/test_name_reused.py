"""Name reused: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened, AccountRenamed
from majoracct.domain.checks.name_reused import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import given, on

ACME = on("2020-01-01", AccountOpened("Acme"), to="acme")
RENAMED = on("2022-01-01", AccountRenamed("Zenith"), to="acme")


@pytest.mark.requirement("X-10")
class TestNameReused:
    def test_raised_when_two_go_by_one_name(self) -> None:
        (found,) = given(ACME, on("2023-01-01", AccountOpened(" ACME "), to="bolt")).raised(CHECK)
        assert found.says == "acme is called “Acme”, and bolt goes by that name, too"
        assert (found.about, found.facts) == ("acme:bolt", ("acme@1", "bolt@1"))

    def test_raised_when_one_took_the_name_another_had(self) -> None:
        story = given(ACME, RENAMED, on("2023-01-01", AccountOpened("Acme"), to="bolt"))
        (found,) = story.raised(CHECK)
        assert found.says == "bolt is called “Acme”, and acme had that name before"

    def test_names_no_fact_where_what_opened_one_was_withdrawn(self) -> None:
        bolt = on("2023-01-01", AccountOpened("Bolt"), AccountRenamed("Acme"), to="bolt")
        (found,) = given(ACME, bolt, FactWithdrawn("bolt@1")).raised(CHECK)
        assert found.facts == ("acme@1",)

    def test_not_of_different_names_nor_of_one_that_took_its_own_again(self) -> None:
        bolt = on("2023-01-01", AccountOpened("Bolt"), to="bolt")
        again = on("2024-01-01", AccountRenamed("Acme"), to="acme")
        assert given(ACME, RENAMED, again, bolt).raised(CHECK) == []

    def test_not_before_it_took_it(self) -> None:
        late = on("2024-06-01", AccountRenamed("Acme"), to="bolt")
        bolt = on("2023-01-01", AccountOpened("Bolt"), to="bolt")
        assert given(ACME, bolt, late).raised(CHECK) == []

    def test_raised_when_one_took_the_name_of_an_account_that_merged(self) -> None:
        bolt = on("2020-01-01", AccountOpened("Bolt"), to="bolt")
        merged = on("2021-01-01", AccountMerged("acme"), to="bolt")
        dorn = on("2023-01-01", AccountOpened("Bolt"), to="dorn")
        (found,) = given(ACME, bolt, merged, on("2021-01-01", AccountAbsorbed("bolt")), dorn).raised(CHECK)
        assert found.says == "dorn is called “Bolt”, and bolt had that name before"
        assert (found.about, found.facts) == ("dorn:bolt", ("dorn@1", "bolt@1"))

    def test_not_of_what_merged_into_the_one_that_goes_by_its_name(self) -> None:
        bolt = on("2020-01-01", AccountOpened("Acme"), to="bolt")
        merged = on("2021-01-01", AccountMerged("acme"), to="bolt")
        assert len(given(ACME, bolt).raised(CHECK)) == 1
        assert given(ACME, bolt, merged, on("2021-01-01", AccountAbsorbed("bolt"))).raised(CHECK) == []
