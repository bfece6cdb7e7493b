"""`record FILE`: all of a file, or nothing; and one clear error for whatever is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from majoracct import Ledger

Run = Callable[..., Result]

GOOD = [
    {"account": "new", "event": "account open", "data": {"name": "New Ltd"}, "on": "2024-01-01"},
    {
        "account": "new",
        "event": "stakeholder identify",
        "data": {"name": "Bo Park", "function": "operations"},
        "on": "2024-02-01",
    },
    {
        "account": "new",
        "event": "SponsorNamed",
        "data": {"person": "bo park", "title": "COO", "remit": "plants", "level": None},
        "on": "2024-03-01",
        "reason": "minutes",
        "evidence": ["https://example.org/minutes"],
    },
    {"account": "new", "event": "RevenueRecorded", "data": {"amount": {"amount": "5.00", "currency": "GBP"}}},
    {"account": "programme", "event": "programme target", "data": {"count": 3, "by": "2024-12-31"}},
]


def lines(*entries: Any) -> str:
    return "".join((e if isinstance(e, str) else json.dumps(e)) + "\n" for e in entries)


def head() -> int:
    with Ledger.open("majoracct.db") as ledger:
        return ledger.store.head()


@pytest.fixture
def given(book: Run, tmp_path: Path) -> Callable[..., Result]:
    """Return a function that records a file of these bytes or this text."""

    def record(content: str | bytes, *options: str, code: int = 0) -> Result:
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (tmp_path / "facts.jsonl").write_bytes(data)
        return book("record", "facts.jsonl", *options, code=code)

    return record


class TestAFile:
    def test_identifies_several_of_our_people_and_says_who_reports_to_whom(
        self, given: Run, book: Run
    ) -> None:
        ours = [
            {"account": "programme", "event": "staff identify", "data": {"name": name}, "on": "2024-01-01"}
            for name in ("Kim Lowe", "Hal Finch")
        ]
        line = {"person": "Kim Lowe", "to": "Hal Finch", "line": "solid"}
        given(lines(*ours, {"account": "programme", "event": "staff report-to", "data": line}))
        assert "Kim Lowe reports to Hal Finch" in book("timeline", "--all").output

    def test_is_recorded_in_one_append(self, given: Run) -> None:
        said = given(lines(*GOOD)).stdout
        assert [line.split()[0] for line in said.splitlines()] == [
            "new@1",
            "new@2",
            "new@3",
            "new@4",
            "programme@2",
        ]
        assert "Bo Park, COO, named executive sponsor (plants)" in said
        with Ledger.open("majoracct.db") as ledger:
            facts = list(ledger.store.facts("new"))
        assert len({f.recorded_at for f in facts}) == 1
        assert (facts[2].reason, facts[2].evidence[0].name) == ("minutes", "https://example.org/minutes")

    def test_is_rehearsed(self, given: Run) -> None:
        assert given(lines(*GOOD), "--dry-run").stderr == "Nothing was recorded.\n"
        assert head() == 4

    def test_given_again_adds_nothing_when_its_lines_are_identified(self, given: Run) -> None:
        content = lines(*({**entry, "command_id": f"c{n}"} for n, entry in enumerate(GOOD)))
        given(content)
        again = given(content)
        assert again.stderr == "5 of 5 lines were on record before: nothing new came of them.\n"
        assert head() == 9

    def test_may_begin_with_a_mark_and_hold_empty_lines(self, given: Run) -> None:
        given(b"\xef\xbb\xbf" + lines(GOOD[0], "", GOOD[1], " ").replace("\n", "\r\n").encode())
        assert head() == 6

    def test_from_standard_input(self, book: Run) -> None:
        document = json.loads(book("record", "-", "--json", stdin=lines(*GOOD)).stdout)
        assert [row["fact"] for row in document["rows"]][:2] == ["new@1", "new@2"]

    def test_options_hold_for_lines_that_say_nothing(self, given: Run) -> None:
        given(lines(*GOOD), "--reason", "file", "--on", "2024-04-01")
        with Ledger.open("majoracct.db") as ledger:
            facts = list(ledger.store.facts("new"))
        assert [f.reason for f in facts] == ["file", "file", "minutes", "file"]
        assert [str(f.on) for f in facts][2:] == ["2024-03-01", "2024-04-01"]

    def test_a_refusal_names_its_line_and_nothing_is_recorded(self, given: Run) -> None:
        blank = {"account": "new", "event": "account rename", "data": {"name": " "}}
        said = given(lines(*GOOD, "", blank), code=4).stderr
        assert "facts.jsonl line 7: " in said
        assert "rule P2" in said
        assert "Nothing of the file was recorded" in said
        assert head() == 4

    @pytest.mark.parametrize(
        ("account", "event", "data", "told"),
        [
            ("nobody", "account rename", {"name": "x"}, "no account answers to 'nobody'"),
            ("acme", "sponsor end", {"person": "Zed"}, "no stakeholder of acme answers to 'Zed'"),
        ],
    )
    def test_what_is_not_found_names_its_line(
        self, given: Run, account: str, event: str, data: dict[str, Any], told: str
    ) -> None:
        said = given(lines(*GOOD, {"account": account, "event": event, "data": data}), code=3).stderr
        assert f"line 6: {told}" in said
        assert head() == 4


def paid(amount: str) -> str:
    return '{"account": "acme", "event": "revenue record", "data": {"amount": ' + amount + "}}"


def renamed(name: str) -> str:
    return '{"account": "acme", "event": "account rename", "data": {"name": ' + name + "}}"


WRONG = {
    "no JSON": ("{", "not JSON"),
    "no object": ("[]", "not a JSON object"),
    "two values": (paid('"1"') + " 1", "not JSON"),
    "unknown key": ('{"account": "acme", "event": "sponsor end", "dat": {}}', "'dat'"),
    "key twice": ('{"account": "acme", "account": "b", "event": "sponsor end"}', "twice"),
    "field twice": (paid('"1", "amount": "2"'), "twice"),
    "no account": ('{"event": "sponsor end"}', "account is missing"),
    "no event": ('{"account": "acme"}', "event is missing"),
    "empty account": ('{"account": " ", "event": "sponsor end"}', "account is empty"),
    "unknown event": ('{"account": "acme", "event": "sponsor nam"}', "no event 'sponsor nam'"),
    "no event to record": ('{"account": "acme", "event": "FactWithdrawn"}', "no event"),
    "no option of the event": (
        '{"account": "acme", "event": "tier move", "data": {"tier": "core", "policy": "x"}}',
        "policy",
    ),
    "data no object": ('{"account": "acme", "event": "sponsor end", "data": []}', "data"),
    "field missing": ('{"account": "acme", "event": "sponsor end"}', "person is missing"),
    "number for money": (paid("12"), "as text"),
    "float for money": (paid("12.5"), "fraction"),
    "exponent": (paid("1e3"), "fraction"),
    "too large": (paid("9" * 30), "too large"),
    "not a number": (paid("NaN"), "NaN"),
    "infinity": (paid("-Infinity"), "Infinity"),
    "odd money": (paid('"1e999"'), "not an amount"),
    "money without currency": (paid('{"amount": "1"}'), "currency"),
    "money with a number": (paid('{"amount": 1, "currency": "GBP"}'), "not text"),
    "number for text": (renamed("5"), "not text"),
    "null for text": (renamed("null"), "not text"),
    "half a pair": (renamed('"a\\ud800b"'), "U+D800"),
    "NUL": (renamed('"a\\u0000b"'), "U+0000"),
    "deep": ("[" * 100_000, "nested"),
    "deep field": (renamed("[" * 40 + "]" * 40), "nested"),
    "a period": ('{"account": "acme", "event": "sponsor end", "on": "2024"}', "'2024'"),
    "on a number": ('{"account": "acme", "event": "sponsor end", "on": 2024}', "on is not text"),
    "no such evidence": ('{"account": "acme", "event": "sponsor end", "evidence": ["nope.pdf"]}', "nope.pdf"),
    "evidence no list": ('{"account": "acme", "event": "sponsor end", "evidence": "x"}', "evidence"),
    "an account's event of the programme": ('{"account": "programme", "event": "sponsor end"}', "an account"),
    "the programme's of an account": ('{"account": "acme", "event": "programme target"}', "the programme"),
}


class TestBadInput:
    @pytest.mark.parametrize("case", WRONG)
    def test_is_one_error_with_file_and_line(self, given: Run, case: str) -> None:
        content, told = WRONG[case]
        said = given(lines(GOOD[0], content), code=2).stderr
        assert said.startswith("error: facts.jsonl line 2: ")
        assert told in said
        assert said.count("\n") == 1
        assert len(said) < 400
        assert head() == 4

    def test_another_encoding(self, given: Run) -> None:
        said = given(lines(GOOD[0]).encode() + renamed('"caf\xe9"').encode("latin-1"), code=2).stderr
        assert "line 2: it is not UTF-8: byte 0xe9" in said

    def test_one_command_id_for_two_lines(self, given: Run) -> None:
        twice = [{**GOOD[0], "command_id": "c"}, {**GOOD[1], "command_id": "c"}]
        assert "that of line 1" in given(lines(*twice), code=2).stderr

    def test_an_empty_file(self, given: Run) -> None:
        assert "holds no line" in given("\n \n", code=2).stderr

    def test_no_file(self, book: Run) -> None:
        assert "nope.jsonl: No such file" in book("record", "nope.jsonl", code=2).stderr
