"""The dossier of an evidence bundle: plain text that a person reads, computed from facts alone.

The same facts give the same bytes, on every machine and under every version of Python: what a reader must
not take literally is spelt out by a table of our own, lines are cut by counting characters, and instants are
in UTC. It is in no zone but the ledger's days, and says nothing of the day it is made on.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from majoracct.adapters.trust.gathered import Gathered, cites, named
from majoracct.domain.account.qualification import Qualification
from majoracct.domain.account.segmentation import Segmentation, indicate
from majoracct.domain.assessments.decisions import Decision, decided
from majoracct.domain.assessments.dossier import CriterionHeld, Dossier, dossier
from majoracct.domain.assessments.history import Entry, history
from majoracct.domain.assessments.spans import remaining
from majoracct.domain.assessments.telling import Names, tell
from majoracct.domain.book.settings import Settings
from majoracct.domain.kernel import LEDGER, PROGRAMME, Evidence, Fact
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.sealing import told_of

__all__ = ["Composed", "compose"]

_WIDTH: Final = 110
_PIECE: Final = 1000  # characters of a word that are cut at once
# Where a line goes on, whose beginning stands further to the left: no text that somebody recorded, however
# long, can begin a line as the dossier does.
_ON: Final = " " * 16
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# What a terminal obeys or does not show: controls, what turns the direction, what has no width, spaces that
# are none, private use and tags. A table, since what Unicode calls printable changes from year to year.
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)


@frozen
class Composed:
    """A dossier, and what it was composed of.

    streams: the accounts' streams, whose every fact it tells. others: what else it was computed from.
    told: of whom something personal stands in these facts.
    """

    text: str
    streams: tuple[str, ...]
    others: tuple[Fact, ...]
    told: frozenset[str]


def compose(
    ledger_id: str, accounts: Sequence[str], as_of: dt.date, size: int, root: bytes, past: Gathered
) -> Composed:
    """Return the dossier of ACCOUNTS on the day AS_OF, of all that is known up to the checkpoint.

    size, root: the checkpoint's. past: what the checkpoint's facts are read from.
    Raises LookupError when nothing is known of an account by that day, or what every ledger has is not there.
    """
    seen = [_seen(key, as_of, past) for key in accounts]
    streams = tuple(dict.fromkeys(stream for account in seen for stream in account.streams))
    facts = past.whole(streams)
    people = {person for fact in facts for person in named(fact)}
    cited = [fact for each in facts for ref in cites(each) if (fact := past.fact(ref)) is not None]
    names = Names.of([*facts, *past.colleagues(people), *cited])
    parts = [part for account in seen for part in _account(account, names, past)]
    settings = seen[0].book[Settings]
    if not settings.currency:
        raise LookupError("the ledger's settings are not here, and every ledger has them")
    told = {told_of(fact.event) for fact in (*facts, *past.noted(streams))} - {""}
    past.keys(told)
    others = past.noted(streams)
    lines = [
        *_wrapped(f"Ledger {ledger_id}, money in {settings.currency}, days in {settings.zone}", after=_ON),
        f"As of {as_of}, as known at @{size}, where a checkpoint was signed",
        f"Root of its tree: {root.hex()}",
        "",
        *_wrapped(
            "Every fact told here is in this file as it was recorded, and proven to be in the ledger that "
            "was signed. That no fact of the accounts is left out is proven, too. Instants are in UTC."
        ),
        *(line for part in parts for line in part),
        *_read_besides(others, names),
        "",
    ]
    return Composed("".join(f"{line.rstrip()}\n" for line in lines), streams, tuple(others), frozenset(told))


def _seen(key: str, as_of: dt.date, past: Gathered) -> Account:
    account = Account(key, as_of, past)
    if key in (LEDGER, PROGRAMME) or past.head(key) == 0:
        raise LookupError(f"no account {key!r} is known at @{past.known_at}")
    if remaining(account).key != key:
        raise LookupError(f"{key} had merged into {account.merged_into} by {as_of}")
    if account.since is None or account.since > as_of:
        raise LookupError(f"nothing was true of {key} by {as_of}, as known at @{past.known_at}")
    return account


# An account


def _account(account: Account, names: Names, past: Gathered) -> Iterator[list[str]]:
    policy = account.programme[Policy]
    if not policy.fact:
        raise LookupError(f"no policy of {account.on} is here, and every ledger has one")
    terms = policy.terms
    found = dossier(account, terms)
    facts = past.whole(account.streams)
    held = {fact.reference: fact for fact in facts}
    title = found.name if found.name == found.account else f"{found.name} ({found.account})"
    yield ["", "=" * _WIDTH, *_wrapped(title, after=_ON), "=" * _WIDTH]
    yield list(_standing(account, found, terms))
    yield _heading("The five criteria")
    for each in found.criteria:
        yield list(_criterion(each, held, names))
    told = [fact for fact in facts if fact.on <= account.on]
    yield _heading("Decisions")
    decisions = decided(told, _utc_day)
    for decision in decisions:
        yield list(_decision(decision, names, past))
    if not decisions:
        yield ["None was taken by that day."]
    yield _heading(f"All that was recorded of it, {len(facts):,} facts")
    for stream in account.streams:
        last = sum(fact.stream == stream for fact in facts)
        yield list(_wrapped(f"{stream}@1 to {stream}@{last}", after=_ON))
    entries = history(facts, names, _utc_day)
    later = [entry for entry in entries if entry.fact.on > account.on]
    for entry in entries[: len(entries) - len(later)]:
        yield list(_entry(entry))
    if later:
        yield _heading(f"Of days after {account.on}, and not counted above")
    for entry in later:
        yield list(_entry(entry))


def _heading(text: str) -> list[str]:
    return ["", text, "-" * len(text)]


def _standing(account: Account, found: Dossier, terms: Terms) -> Iterator[str]:
    recorded = account[Qualification].fact
    since = f" since {found.since}" if found.since else ""
    count = sum(each.verdict.holds for each in found.criteria)
    tier = account[Segmentation]
    assigned = f"{tier.tier.value} ({tier.fact})" if tier.tier else "none"
    yield from _row("Status", found.status.value + (f" ({recorded})" if recorded else ""))
    yield from _row("Standing", f"{'met' if found.met else 'unmet'}: {count} of 5 criteria hold{since}")
    yield from _row("Tier", f"assigned {assigned}, indicated {indicate(account, terms).tier.value}")
    yield from _row("Policy", f"{found.policy or 'none'}, major from {found.threshold} in a calendar year")
    if found.completed_by:
        yield from _row("Completed", f"by {found.completed_by}, the last fact to arrive")


def _row(word: str, said: str) -> Iterator[str]:
    yield from _wrapped(said, f"{word:<12}", _ON)


def _criterion(each: CriterionHeld, held: dict[str, Fact], names: Names) -> Iterator[str]:
    verdict = each.verdict
    path = f", by the {verdict.path}" if verdict.path else ""
    since = f"{path}, since {each.since}" if each.since else ""
    yield from _wrapped(f"[{'x' if verdict.holds else ' '}] {verdict.id} {each.title}{since}", after=_ON)
    yield from _wrapped(f"asks for {each.demand}", " " * 7, _ON)
    for reference in verdict.facts:
        fact = held.get(reference)
        said = f"{reference} of {fact.on}: {tell(fact, names)}" if fact else reference
        yield from _wrapped(f"rests on {said}", " " * 7, _ON)
    for lacking in verdict.missing:
        yield from _wrapped(f"missing: {names.in_words(lacking)}", " " * 7, _ON)


def _decision(decision: Decision, names: Names, past: Gathered) -> Iterator[str]:
    fact = decision.fact
    yield from _wrapped(f"{fact.on}  {fact.reference}  {tell(fact, names)}", after=_ON)
    yield from _below(_by(fact))
    if decision.policy:
        cited = past.fact(decision.policy)
        if cited is None:
            raise LookupError(f"{fact.reference} cites {decision.policy}, which is not here")
        yield from _below(f"under {decision.policy} of {cited.on}: {tell(cited, names)}")
    if decision.known_at is not None:
        yield from _below(f"on what was known at @{decision.known_at}")
    if decision.inputs:
        yield from _below(f"resting on {', '.join(decision.inputs)}")
    for verdict in decision.verdicts:
        holds = "held" if verdict.holds else f"did not hold; missing: {', '.join(verdict.missing)}"
        yield from _below(names.in_words(f"{verdict.id} {holds}"))
    if decision.proposal is not None:
        proposal = decision.proposal
        yield from _below(f"proposed by {proposal.reference} of {proposal.on}, {_whose(proposal)}")
    yield from _shown(fact.evidence)
    if decision.withdrawn_by:
        yield from _below(f"WITHDRAWN by {decision.withdrawn_by}")


def _entry(entry: Entry) -> Iterator[str]:
    fact, withdrawal = entry.fact, entry.withdrawal
    withdrawn = "WITHDRAWN: " if withdrawal else ""
    yield from _wrapped(
        f"{fact.on}  {fact.reference}  @{fact.position}  {withdrawn}{entry.summary}", after=_ON
    )
    yield from _below(_by(fact))
    if fact.corrects:
        yield from _below(f"corrects {fact.corrects}")
    if fact.source_known or fact.source:
        yield from _below(_sourced(fact))
    yield from _shown(fact.evidence)
    if withdrawal:
        yield from _below(f"withdrawn by {withdrawal.reference}, {_by(withdrawal)}")


def _sourced(fact: Fact) -> str:
    said = "; ".join(f"{key} {fact.source[key]}" for key in sorted(fact.source))
    knew = f"the source knew it on {fact.source_known}" if fact.source_known else ""
    return f"source: {'; '.join(part for part in (said, knew) if part)}"


def _shown(evidence: Iterable[Evidence]) -> Iterator[str]:
    for each in evidence:
        size = f", {each.size:,} bytes" if each.size is not None else ""
        yield from _below(f"shown: {each.name}{size}")
        if each.sha256:
            yield from _below(f"sha256 {each.sha256}")


def _read_besides(others: Collection[Fact], names: Names) -> Iterator[str]:
    yield from ("", "=" * _WIDTH, f"Read besides, {len(others):,} facts", "=" * _WIDTH)
    yield from _wrapped(
        "They are the programme's and the ledger's own, and are proven one by one. That there are no others "
        "of their kind is the word of whoever made this file."
    )
    for fact in others:
        yield from _wrapped(f"{fact.on}  {fact.reference}  @{fact.position}  {tell(fact, names)}", after=_ON)
        yield from _below(_by(fact))


# Words


def _by(fact: Fact) -> str:
    reason = f": {fact.reason}" if fact.reason else ""
    return f"recorded {_instant(fact.recorded_at)} by {_whose(fact)}{reason}"


def _whose(fact: Fact) -> str:
    role = f" ({fact.role})" if fact.role else ""
    channel = f", through {fact.channel}" if fact.channel else ""
    return f"{fact.by}{role}, {fact.assurance.value}{channel}"


def _utc_day(instant: int) -> dt.date:
    return (_EPOCH + dt.timedelta(microseconds=instant)).date()


def _instant(instant: int) -> str:
    return (_EPOCH + dt.timedelta(microseconds=instant)).isoformat().replace("+00:00", "Z")


def _below(said: str) -> list[str]:
    return _wrapped(said, " " * 12, _ON)


def _wrapped(text: str, first: str = "", after: str = "") -> list[str]:
    return _Wrapper(
        _WIDTH,
        initial_indent=first,
        subsequent_indent=after,
        expand_tabs=False,
        replace_whitespace=False,
        break_on_hyphens=False,
    ).wrap(_UNSEEN.sub(_spelt, text))


class _Wrapper(textwrap.TextWrapper):
    """Cuts a word of any length in no more time than as many short ones: a stranger chooses the words."""

    def _split(self, text: str) -> list[str]:
        return [
            chunk[start : start + _PIECE]
            for chunk in super()._split(text)
            for start in range(0, len(chunk), _PIECE)
        ]


def _spelt(unseen: re.Match[str]) -> str:
    point = ord(unseen[0])
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
