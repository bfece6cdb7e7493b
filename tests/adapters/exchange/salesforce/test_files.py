"""Files and rows: each is told by its columns, and a row that cannot be used says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from majoracct.adapters.exchange.reading import UnusableFileError, check
from majoracct.adapters.exchange.salesforce.files import recognised
from majoracct.adapters.exchange.salesforce.ids import full_id
from majoracct.adapters.exchange.salesforce.records import Export

ACME = full_id("001Hx00000aCmEa")
GOOD = {"Id": ACME, "Name": "Acme", "CreatedDate": "2022-01-01T09:00:00Z"}


def _reasons(paths: list[Path]) -> list[str]:
    return [
        f"{r.column}: {r.reason}" for r in Export.read(recognised([check(p) for p in paths])).rows if r.reason
    ]


class TestRecognition:
    def test_whatever_the_file_is_called(self, fixture: list[Path], tmp_path: Path) -> None:
        for n, path in enumerate(fixture):
            (tmp_path / f"{n}.csv").write_bytes(path.read_bytes())
        files = recognised([check(tmp_path / f"{n}.csv") for n in range(len(fixture))])
        assert [file.object.value for file in files] == [path.stem for path in fixture]

    def test_in_capitals(self, write: Callable[..., list[Path]]) -> None:
        paths = write(Account=[{name.upper(): cell for name, cell in GOOD.items()}])
        assert Export.read(recognised([check(paths[0])])).accounts[ACME].name == "Acme"

    def test_not_an_object_that_merely_has_a_name(self, write: Callable[..., list[Path]]) -> None:
        paths = write(Case=[GOOD | {"AccountId": ACME}])
        with pytest.raises(UnusableFileError, match="it is none of Account, Contact"):
            recognised([check(paths[0])])

    def test_one_that_lacks_a_column_is_told_which(self, write: Callable[..., list[Path]]) -> None:
        paths = write(Opportunity=[{"Id": "", "AccountId": "", "Name": "", "StageName": "", "CloseDate": ""}])
        with pytest.raises(UnusableFileError, match="Opportunity would have Amount, CreatedDate as well"):
            recognised([check(paths[0])])

    def test_a_column_in_capitals_and_not(self, write: Callable[..., list[Path]]) -> None:
        with pytest.raises(UnusableFileError, match="in capitals and not"):
            recognised([check(write(Account=[GOOD | {"ID": ACME}])[0])])

    def test_a_history_alone_is_none(self, fixture: list[Path]) -> None:
        with pytest.raises(UnusableFileError, match="it is the history of Account"):
            recognised([check(path) for path in fixture if path.stem == "AccountHistory"])


def test_a_report_is_told_from_an_export(write: Callable[..., list[Path]]) -> None:
    sheet = check(write(Account=[{"Account ID": ACME, "Account Name": "Acme", "Created Date": ""}])[0])
    with pytest.raises(UnusableFileError, match="'Account ID' is a label, as in a report: export with"):
        recognised([sheet])


def test_a_file_of_semicolons_is_told_so(write: Callable[..., list[Path]]) -> None:
    with pytest.raises(UnusableFileError, match="the delimiter seems to be a semicolon"):
        recognised([check(write(Account=[{"Id;Name;CreatedDate": "a;b;c"}])[0])])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"Id": ACME.lower()}, "Id: 001hx00000acmeaiak is no id"),
        ({"Id": f"{ACME[:15].lower()}{ACME[15:]}"}, "does not check"),
        ({"Id": full_id("003Hx00000aCmEa")}, "another kind of record"),
        ({"IsDeleted": "true"}, "IsDeleted: it was deleted"),
        ({"IsDeleted": "perhaps"}, "neither true nor false"),
        ({"Name": " "}, "Name: it is empty"),
        ({"CreatedDate": "1/2/2022"}, "CreatedDate: '1/2/2022' is no instant"),
    ],
)
def test_a_row_that_cannot_be_read(
    write: Callable[..., list[Path]], change: dict[str, str], says: str
) -> None:
    (reason,) = _reasons(write(Account=[GOOD | {"IsDeleted": "false"} | change]))
    assert says.replace("001hx00000acmeaiak", "'001hx00000acmeaiak'") in reason


def test_a_record_that_stands_there_twice(write: Callable[..., list[Path]]) -> None:
    (reason,) = _reasons(write(Account=[GOOD, GOOD | {"Id": ACME[:15], "Name": "Other"}]))
    assert reason == f"Id: {ACME} stands at Account.csv:2 already"


def test_a_row_of_another_width(write: Callable[..., list[Path]]) -> None:
    (path,) = write(Account=[GOOD])
    path.write_text(path.read_text(encoding="utf-8") + "a,b\n", encoding="utf-8")
    assert _reasons([path]) == [": it has 2 cells, and the header has 3"]


def test_a_change_before_its_record_was_created(write: Callable[..., list[Path]]) -> None:
    change = {
        "Id": full_id("017Hx00000His01"),
        "AccountId": ACME,
        "CreatedDate": "2021-01-01T09:00:00Z",
        "Field": "Name",
        "OldValue": "A",
        "NewValue": "Acme",
    }
    (reason,) = _reasons(write(Account=[GOOD], AccountHistory=[change]))
    assert "its record was created later, at Account.csv:2" in reason
