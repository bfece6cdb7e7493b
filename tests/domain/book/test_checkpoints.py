"""The rules of manifests, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.book.checkpoints import Manifest, ManifestRecorded, ManifestStays, ManifestWithoutRoot
from majoracct.domain.book.imports import ImportFinished
from majoracct.testing.given import given, on

ROOT, OTHER = "0123456789abcdef" * 4, "f" * 64


class TestCK1AManifestStatesARoot:
    @pytest.mark.parametrize("root", ["", ROOT[1:], ROOT + "0", ROOT.upper(), ROOT[1:] + "g", ROOT + "\n"])
    def test_of_64_hexadecimal_digits(self, root: str) -> None:
        given().when(ManifestRecorded(3, root)).then_refused(ManifestWithoutRoot, "is no root")

    def test_and_it_is_the_latest(self) -> None:
        after = given(ManifestRecorded(2, OTHER)).when(ManifestRecorded(3, ROOT)).then()
        found = after.book[Manifest]
        assert (found.fact, found.streams, found.root) == ("ledger@3", 3, ROOT)
        assert found.position > 0

    def test_the_latest_recorded_whatever_its_day(self) -> None:
        story = given(
            on("2024-05-02", ManifestRecorded(2, OTHER)), on("2024-05-01", ManifestRecorded(3, ROOT))
        )
        assert story.on("2024-05-02").book[Manifest].fact == "ledger@3"


class TestCK2AManifestStays:
    def test_it_is_not_withdrawn(self) -> None:
        story = given(ManifestRecorded(2, ROOT)).because("a mistake")
        story.when_withdrawing("ledger@2").then_refused(ManifestStays, "ledger@2 may have been signed")

    def test_what_was_recorded_beside_it_may_be(self) -> None:
        story = given(ManifestRecorded(2, ROOT), ImportFinished("a.csv", "00", "uk-spend", 1, 0, 0))
        story.because("a mistake").when_withdrawing("ledger@3").then()
