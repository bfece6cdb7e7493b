"""The tables of the views: what each holds and what its columns mean, in the order they are made.

Days are texts, YYYY-MM-DD. What holds for some time has a row for each interval, from the day
`valid_from` up to but not including `valid_to`, which is NULL while it goes on. Money is three
columns: the exact amount as text, the same in the currency's minor units (pence, cents) as an
integer, which adds up exactly, and the currency. Truths are 1 and 0.
"""

from __future__ import annotations

from typing import Any, Final

from attrs import field, frozen

__all__ = ["SHAPE", "TABLES", "Column", "Table"]

SHAPE: Final = 3  # of the tables; a file of another shape is made anew


@frozen
class Column:
    """A column: its name, `str` or `int`, what it says, and the column it refers to.

    null: whether it may say nothing.
    """

    name: str
    type: type[Any]
    says: str
    refers: str = ""  # facts.fact
    null: bool = False


@frozen
class Table:
    """A table: what a row is, its columns, and its key.

    by: the column by which the rows of one account's stream are found again; "" where they are no
        account's, and the whole table is written anew.
    unique, indexed: columns that others refer to, or that questions look for.
    """

    name: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    by: str = ""
    unique: tuple[str, ...] = ()
    indexed: tuple[str, ...] = field(default=())


def _text(name: str, says: str, refers: str = "") -> Column:
    return Column(name, str, says, refers)


def _may(name: str, says: str, refers: str = "") -> Column:
    """Return a column of text that may say nothing."""
    return Column(name, str, says, refers, null=True)


def _number(name: str, says: str) -> Column:
    return Column(name, int, says)


def _money(name: str, says: str, *, null: bool = True) -> tuple[Column, ...]:
    return (
        Column(name, str, f"{says}: exact, as text; to compare and add, take the next", null=null),
        Column(f"{name}_minor", int, "the same in minor units (pence, cents), to add up", null=null),
        Column("currency", str, "of the amount", null=null),
    )


_POSITION: Final = _number("position", "of the fact in the ledger: @1820")
_ACCOUNT: Final = _text(
    "account", "on which it was recorded; `teller_periods` says who tells of it", "accounts.account"
)
_DAY: Final = _text("day", "on which it was true")
_FROM: Final = _text("valid_from", "the first day it holds")
_TO: Final = _may("valid_to", "the first day it no longer holds; NULL: it goes on")


def _fact(says: str) -> Column:
    return _text("fact", says, "facts.fact")


TABLES: Final = (
    Table(
        "meta",
        "One row: what these tables were made from.",
        (
            _text("ledger", "its id"),
            _number("position", "the last position whose facts are here"),
            _text("fact", "the fact at that position"),
            _text("mark", "a hash of that fact: another means another history"),
            _text("day", "for which the findings were made"),
            _text("program", "the version that made them"),
            _text("keys", "the key store by which what is personal was read; empty without one"),
        ),
        ("position",),
    ),
    Table(
        "accounts",
        "An account, merged ones too.",
        (
            _text("account", "its key"),
            _text("name", "by which it is known last"),
            _may("first_known", "the day of its earliest fact that was not withdrawn"),
            _may("merged_into", "the account it merged into", "accounts.account"),
            _may("merged_on", "the day on which it merged"),
            _text(
                "told_by",
                "the account that tells of it in the end: itself, unless it merged",
                "accounts.account",
            ),
            _may("split_from", "the account it was split from", "accounts.account"),
        ),
        ("account",),
        by="account",
        indexed=("told_by", "merged_into", "split_from"),
    ),
    Table(
        "external_ids",
        "What another system calls an account.",
        (
            _text("account", "which", "accounts.account"),
            _text("system", "the other system, such as salesforce"),
            _text("id", "its id there"),
        ),
        ("account", "system"),
        by="account",
    ),
    Table(
        "facts",
        "Every fact, withdrawn ones and withdrawals too.",
        (
            _POSITION,
            _text("fact", "what it is called: acme@3"),
            _text("stream", "an account's key, `programme` or `ledger`"),
            _may("account", "the account; NULL for the programme and the ledger", "accounts.account"),
            _number("version", "within its stream"),
            _text("type", "the event's"),
            _text("topic", "of the domain it belongs to"),
            _DAY,
            _text("recorded_at", "the instant the ledger learned it, UTC"),
            _text("recorded_on", "the day of that instant, in the ledger's zone"),
            _number("lag_days", "from the day to the day it was recorded; below 0: recorded ahead"),
            _text("recorded_by", "who recorded it"),
            _text("role", "in which capacity"),
            _text("assurance", "how far that is assured: asserted, os-user, host-application"),
            _text("channel", "how it came in"),
            _text("reason", "why it was recorded"),
            _may("withdrawn_by", "the fact that withdrew it; NULL: it stands", "facts.fact"),
            _may("corrects", "the fact it replaces", "facts.fact"),
            _may("source_known", "the day the source says it knew"),
            _text("summary", "the sentence that tells it"),
            _text("body", "the whole of it as the ledger stores it: JSON; the event is in $.event"),
        ),
        ("position",),
        by="stream",
        unique=("fact",),
        indexed=("stream", "account", "type", "day", "withdrawn_by", "corrects"),
    ),
    Table(
        "evidence",
        "A document shown for a fact.",
        (
            _fact("for which it was shown"),
            _number("number", "1, 2, … of the fact's documents"),
            _text("name", "of the file, or its address"),
            Column("size", int, "in bytes; NULL for an address", null=True),
            _text("sha256", "its digest, hexadecimal; empty for an address"),
        ),
        ("fact", "number"),
        by="fact",
    ),
    Table(
        "decisions",
        "What `decisions` lists: each decision, and what else was recorded late by override; "
        "withdrawn ones too.",
        (
            _POSITION,
            _fact("that records it"),
            _may("account", "on which it was taken; NULL: the programme's", "accounts.account"),
            _text("decision", "what was decided: grant, refuse, revoke, approve-plan and others; or late"),
            _number("override", "1: it went against the rules' answer"),
            _number("late_override", "1: it was recorded later than was allowed, by override"),
            _text("type", "the event's"),
            _text("day", "for which it holds"),
            _text("recorded_at", "the instant the ledger learned it, UTC"),
            _may("proposal", "the fact that opened what was decided, as was known then", "facts.fact"),
            _may("proposer", "who recorded that"),
            _may("proposer_role", "in which capacity"),
            _text("recorded_by", "who recorded it, and so took it, unless approver says who did"),
            _text("role", "in which capacity"),
            _text("assurance", "how far that is assured"),
            _may("policy", "the fact that adopted the policy it was taken under", "facts.fact"),
            _number("lag_days", "from its day to the day it was recorded"),
            _text("reason", "as stated"),
            _may("withdrawn_by", "the fact that withdrew it; NULL: it stands", "facts.fact"),
            _may("corrects", "the fact it replaces", "facts.fact"),
            Column("known_at", int, "the position whose knowledge it was taken on", null=True),
            _may("author", "who of ours submitted the plan that was decided on"),
            _may("approver", "who of ours approved or rejected the plan"),
        ),
        ("position",),
        by="fact",
        unique=("fact",),
        indexed=("account", "day"),
    ),
    Table(
        "decision_inputs",
        "A fact that a decision rested on.",
        (
            _text("fact", "the decision's", "decisions.fact"),
            _text("input", "what it rested on", "facts.fact"),
        ),
        ("fact", "input"),
        by="fact",
    ),
    Table(
        "decision_verdicts",
        "What a criterion said when a decision was taken.",
        (
            _text("fact", "the decision's", "decisions.fact"),
            _text("criterion", "Q1 to Q5"),
            _number("holds", "1: it held"),
            _may("path", "by which it held, where there are several"),
            _text("missing", "what was missing"),
        ),
        ("fact", "criterion"),
        by="fact",
    ),
    Table(
        "revenue",
        "A payment that stands; a credit is below nothing.",
        (
            _POSITION,
            _fact("that records it"),
            _ACCOUNT,
            _text("day", "on which it was paid"),
            _number("year", "the calendar year"),
            *_money("amount", "what came in, as stated", null=False),
            _may("told", "the same in the ledger's currency: exact, as text; null: no rate tells it"),
            Column("told_minor", int, "the same in minor units, to add up whatever was stated", null=True),
            _may("rate", "the fact of the rate at which it is told; null: none was needed, or there is none"),
        ),
        ("position",),
        by="account",
        indexed=("account", "year"),
    ),
    Table(
        "sponsors",
        "A naming of an executive sponsor that stands; `sponsor_periods` says from when to when.",
        (
            _POSITION,
            _fact("that names them"),
            _ACCOUNT,
            _text("person", "their id"),
            _text("name", "what they are called; [erased] once they were erased"),
            _text("title", "their office"),
            _text("remit", "what they decide"),
            _may("level", "where the office stands, if stated"),
            _may("introduced_by", "the id of the sponsor who brought them to us"),
            _text("named_on", "the day"),
        ),
        ("position",),
        by="account",
        unique=("fact",),
        indexed=("account", "person"),
    ),
    Table(
        "value",
        "A piece of value documented, and how far it has come.",
        (
            _POSITION,
            _fact("that documents it"),
            _ACCOUNT,
            _text("value", "what it is called by claims: its first fact"),
            _text("title", "what was measured, or what it is"),
            _may("measure", "metric, kpi or roi; NULL: it cannot be measured"),
            _may("project", "the project it is linked to, by its first fact"),
            _number("shown", "1: it came with evidence"),
            _text("documented_on", "the day"),
            *_money("amount", "what it is worth, where stated"),
            _text("stage", "documented, claimed, confirmed or disputed"),
            _may("claimed_on", "the day of our first claim"),
            _may("answered_on", "the day of the customer's latest answer"),
            _may("confirmed", "what the customer says it is worth: exact, as text"),
            Column("confirmed_minor", int, "the same in minor units", null=True),
        ),
        ("position",),
        by="account",
        indexed=("account", "stage"),
    ),
    Table(
        "opportunities",
        "Something we may win, have won or have lost.",
        (
            _POSITION,
            _fact("that says there is one"),
            _ACCOUNT,
            _text("opportunity", "what other facts call it: its first fact"),
            _text("title", "what it is called"),
            *_money("worth", "what it would bring, as estimated last"),
            _may("closes", "the day by which it is to close"),
            _text("identified_on", "the day"),
            _may("won_on", "the day it was won"),
            _may("lost_on", "the day it was lost"),
            _number("planned", "1: the plan counts on it"),
        ),
        ("position",),
        by="account",
        indexed=("account",),
    ),
    Table(
        "actions",
        "An action of the plan.",
        (
            _POSITION,
            _fact("that says it is to be done"),
            _ACCOUNT,
            _text("action", "what other facts call it: its first fact"),
            _text("task", "what is to be done"),
            _text("aim", "which aim it serves"),
            _may("owner", "who of ours does it"),
            _may("due", "the day by which"),
            _text("added_on", "the day"),
            _may("completed_on", "the day it was completed"),
            _may("dropped_on", "the day it was dropped"),
        ),
        ("position",),
        by="account",
        indexed=("account", "due"),
    ),
    Table(
        "status_periods",
        "The recorded major status of an account, from its first day to its merger.",
        (
            _text("account", "whose", "accounts.account"),
            _FROM,
            _TO,
            _text("status", "none, open, refused, major or revoked"),
            _may("fact", "that gave it", "facts.fact"),
        ),
        ("account", "valid_from"),
        by="account",
    ),
    Table(
        "tier_periods",
        "The tier an account was assigned; no row while none was.",
        (
            _text("account", "whose", "accounts.account"),
            _FROM,
            _TO,
            _text("tier", "strategic, core, beachhead or greenfield"),
            _number("override", "1: against the tier the facets indicated"),
            _fact("the move that assigned it"),
        ),
        ("account", "valid_from"),
        by="account",
    ),
    Table(
        "sponsor_periods",
        "Who sponsored us in an account; a merged account's sponsors are its successor's from that day.",
        (
            _text("account", "which", "accounts.account"),
            _text("person", "their id"),
            _FROM,
            _TO,
            _may("level", "where their office stood"),
            _text("fact", "that names them", "sponsors.fact"),
        ),
        ("account", "person", "valid_from"),
        by="account",
        indexed=("fact",),
    ),
    Table(
        "teller_periods",
        "Which account tells of an account: itself, and from its merger on its successor.",
        (
            _text("account", "of which", "accounts.account"),
            _FROM,
            _TO,
            _text("teller", "which tells of it", "accounts.account"),
        ),
        ("account", "valid_from"),
        by="account",
        indexed=("teller",),
    ),
    Table(
        "policies",
        "The policy in force.",
        (
            _FROM,
            _TO,
            _fact("that adopted it"),
            *_money("threshold", "what makes an account major, in a calendar year", null=False),
        ),
        ("valid_from",),
    ),
    Table(
        "findings",
        "What `check` finds on the day of the refresh, the gravest first.",
        (
            _number("number", "1, 2, …"),
            _text("finding", "its id, by which it can be accepted"),
            _text("day", "for which it was found"),
            _text("severity", "high, medium or low"),
            _text("raised_by", "the check that raised it"),
            _may("account", "in which; NULL: in the programme", "accounts.account"),
            _text("says", "what was found"),
            _text("meaning", "what that means"),
            _text("clear", "what to do about it"),
        ),
        ("number",),
        indexed=("account", "raised_by"),
    ),
    Table(
        "finding_facts",
        "A fact that raises a finding.",
        (
            Column("number", int, "the finding's", "findings.number"),
            _fact("that raises it"),
        ),
        ("number", "fact"),
        indexed=("fact",),
    ),
)
