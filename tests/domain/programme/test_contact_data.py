"""The rules of our own people's contact data, one class a rule."""

from __future__ import annotations

import pytest

from majoracct.domain.kernel import Erased
from majoracct.domain.programme.contact_data import (
    ContactKind,
    ContactMalformed,
    Reached,
    StaffContactData,
    StaffContactRecorded,
)
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.testing.given import given

UNA = StaffIdentified("s1", "Una Marsh")
MAIL = StaffContactRecorded("s1", ContactKind.MAIL, "una@example.com")


class TestCD1OfOneOfOurs:
    def test_not_of_a_stranger_or_one_who_left(self) -> None:
        given().when(MAIL).then_refused(NotOnStaff)
        given(UNA, StaffLeft("s1")).when(MAIL).then_refused(LeftUs)

    def test_the_latest_word_on_each_way_stands(self) -> None:
        phone = StaffContactRecorded("s1", ContactKind.PHONE, "020 7946 0000")
        again = StaffContactRecorded("s1", ContactKind.MAIL, "una.marsh@example.com")
        story = given(UNA, MAIL, phone).when(again).then()
        assert dict(story.programme[StaffContactData].people["s1"]) == {
            "mail": Reached("una.marsh@example.com", "programme@5"),
            "phone": Reached("020 7946 0000", "programme@4"),
        }


class TestCD2LooksLikeWhatItIs:
    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            (ContactKind.MAIL, "una"),
            (ContactKind.MAIL, "una@"),
            (ContactKind.MAIL, "una marsh@example.com"),
            (ContactKind.MAIL, "una@example..com"),
            (ContactKind.PHONE, "ask at the desk"),
            (ContactKind.MOBILE, "+4/7"),
            (ContactKind.ADDRESS, " "),
            (ContactKind.PROFILE, ""),
        ],
    )
    def test_or_is_refused(self, kind: ContactKind, value: str) -> None:
        refused = given(UNA).when(StaffContactRecorded("s1", kind, value)).then_refused(ContactMalformed)
        assert not value.strip() or value not in str(refused)

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            (ContactKind.MAIL, " una.marsh+crm@mail.example.co.uk "),
            (ContactKind.MAIL, "una@localhost"),
            (ContactKind.PHONE, "+44 (0)20 7946-0000 ext. 7"),
            (ContactKind.PHONE, "101"),
            (ContactKind.ADDRESS, "7 Quay Street, Bristol"),
            (ContactKind.PROFILE, "https://people.example.com/una"),
        ],
    )
    def test_and_is_recorded(self, kind: ContactKind, value: str) -> None:
        given(UNA).when(StaffContactRecorded("s1", kind, value)).then()

    @pytest.mark.parametrize("kind", ContactKind)
    def test_of_what_was_erased_nobody_can_tell(self, kind: ContactKind) -> None:
        given(UNA).when(StaffContactRecorded("s1", kind, Erased.here)).then()
