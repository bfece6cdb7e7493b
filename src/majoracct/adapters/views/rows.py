"""What the tables of the views hold, told by the domain: the rows of a family of accounts, and the rest.

A family is the accounts that merged into one, which tells of them all in the end, and that one;
most are a family of their own. Nothing of a row depends on another family, but people of ours are
told by the names the programme gives them.

Rules
  VW6  Decisions are those that `decisions` lists, the programme's and late ones among them.  B-D4
  VW8  A payment is told as it was stated, and in the ledger's currency, as reports tell it.        X-11
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from attrs import frozen

from majoracct.adapters.storage.codec import Codec
from majoracct.adapters.views.cells import Made, Row, day_text, instant, money
from majoracct.adapters.views.intervals import period_rows
from majoracct.domain.account.claims import ledger_of_value
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.profile import Profile
from majoracct.domain.account.revenue import Revenue, RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed, Sponsorship
from majoracct.domain.assessments.decisions import population
from majoracct.domain.assessments.exchanges import exchanges_in
from majoracct.domain.assessments.history import Entry, history, known
from majoracct.domain.assessments.lateness import Limits
from majoracct.domain.assessments.standing import called
from majoracct.domain.assessments.telling import Names
from majoracct.domain.checks.finding import Examined, findings
from majoracct.domain.checks.index import checks
from majoracct.domain.kernel import LEDGER, PROGRAMME, Fact
from majoracct.domain.past import Past
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import EVER, Account, Programme

__all__ = ["Family", "Source", "family_rows", "finding_rows", "stream_rows"]

DayOf: TypeAlias = Callable[[int], dt.date]


@frozen
class Family:
    """The accounts that TELLER tells of in the end, itself among them, by key."""

    teller: str
    members: tuple[str, ...]


@frozen
class Source:
    """What rows are made from: what is known.

    staff: the facts that make our own people known. limits: what was known of limits on lateness.
    day_of: returns the day of an instant. codec: writes facts as the ledger stores them.
    """

    past: Past
    staff: Sequence[Fact]
    limits: Limits
    day_of: DayOf
    codec: Codec

    def names(self, facts: Iterable[Fact]) -> Names:
        """Return what people and things are called by FACTS, and our own people by theirs."""
        return Names.of([*facts, *self.staff])


# Facts


def stream_rows(source: Source, streams: Sequence[str]) -> Made:
    """Yield every fact of STREAMS, which tell of one thing, what was shown for it, and what was decided."""
    facts = known(source.past, streams)
    for entry in history(facts, source.names(facts), source.day_of):
        _, _, body = source.codec.written(entry.fact)
        yield "facts", _fact_row(entry, body.decode(), source.day_of)
        for number, shown in enumerate(entry.fact.evidence, 1):
            yield (
                "evidence",
                {
                    "fact": entry.fact.reference,
                    "number": number,
                    "name": shown.name,
                    "size": shown.size,
                    "sha256": shown.sha256,
                },
            )
    yield from _decisions(facts, source.limits)


def _fact_row(entry: Entry, body: str, day_of: DayOf) -> Row:
    fact = entry.fact
    return {
        "position": fact.position,
        "fact": fact.reference,
        "stream": fact.stream,
        "account": _account(fact),
        "version": fact.version,
        "type": type(fact.event).__name__,
        "topic": entry.topic,
        "day": str(fact.on),
        "recorded_at": instant(fact.recorded_at),
        "recorded_on": str(day_of(fact.recorded_at)),
        "lag_days": entry.lag,
        "recorded_by": fact.by,
        "role": fact.role,
        "assurance": fact.assurance.value,
        "channel": fact.channel,
        "reason": fact.reason,
        "withdrawn_by": entry.withdrawal.reference if entry.withdrawal else None,
        "corrects": fact.corrects,
        "source_known": day_text(fact.source_known),
        "summary": entry.summary,
        "body": body,
    }


def _account(fact: Fact) -> str | None:
    return None if fact.stream in (LEDGER, PROGRAMME) else fact.stream


# Accounts


def family_rows(source: Source, family: Family) -> Made:
    """Yield all that is told of the accounts of FAMILY, but findings."""
    yield from stream_rows(source, family.members)
    past = source.past
    facts = known(past, family.members)
    held = {fact.reference: fact for fact in facts}
    names = source.names(facts)
    for key in family.members:
        account = Account(key, EVER, past)
        yield from _account_rows(account, family)
        yield from period_rows(account)
        yield from _payments(past, key)
    yield from _namings(past, family.members, names)
    teller = Account(family.teller, EVER, past)
    yield from _value(teller, held)
    yield from _plan(teller, held, names)


def _account_rows(account: Account, family: Family) -> Made:
    mergers, first = account[Mergers], account.since
    yield (
        "accounts",
        {
            "account": account.key,
            "name": called(account),
            "first_known": day_text(first),
            "merged_into": mergers.successor,
            "merged_on": day_text(mergers.merged_on),
            "told_by": family.teller,
            "split_from": mergers.split_from,
        },
    )
    for system, name in sorted(account[Profile].external_ids.items()):
        yield "external_ids", {"account": account.key, "system": system, "id": name}


def _payments(past: Past, key: str) -> Made:
    for fact in past.live(key, Revenue):
        if isinstance(fact.event, RevenueRecorded):
            paid = fact.event.amount
            abroad = next(exchanges_in(fact, past), None)
            told = money("told", abroad.told if abroad else paid)
            yield (
                "revenue",
                _of(fact)
                | {"day": str(fact.on), "year": fact.on.year}
                | told
                | money("amount", paid)
                | {"rate": abroad.rate.fact if abroad and abroad.rate else None},
            )


def _of(fact: Fact) -> Row:
    """Return what the row of a thing says of the FACT that tells of it."""
    return {"position": fact.position, "fact": fact.reference, "account": fact.stream}


def _decisions(facts: Sequence[Fact], limits: Limits) -> Made:
    for found in population(facts, limits):
        fact, proposal = found.fact, found.proposal
        yield (
            "decisions",
            _of(fact)
            | {
                "account": _account(fact),
                "decision": found.decision,
                "override": int(found.override),
                "late_override": int(found.late),
                "type": type(fact.event).__name__,
                "day": str(fact.on),
                "recorded_at": instant(fact.recorded_at),
                "proposal": proposal.reference if proposal else None,
                "proposer": proposal.by if proposal else None,
                "proposer_role": proposal.role if proposal else None,
                "recorded_by": fact.by,
                "role": fact.role,
                "assurance": fact.assurance.value,
                "policy": found.policy or None,
                "lag_days": found.lag,
                "reason": fact.reason,
                "withdrawn_by": found.withdrawn_by,
                "corrects": fact.corrects,
                "known_at": found.known_at,
                "author": found.author,
                "approver": found.approver,
            },
        )
        for reference in sorted(set(found.inputs)):
            yield "decision_inputs", {"fact": fact.reference, "input": reference}
        for verdict in found.verdicts:
            yield (
                "decision_verdicts",
                {
                    "fact": fact.reference,
                    "criterion": verdict.id,
                    "holds": int(verdict.holds),
                    "path": verdict.path,
                    "missing": "; ".join(verdict.missing),
                },
            )


def _namings(past: Past, streams: Iterable[str], names: Names) -> Made:
    for stream in streams:
        for fact in past.live(stream, Sponsorship):
            event = fact.event
            if isinstance(event, SponsorNamed):
                yield (
                    "sponsors",
                    _of(fact)
                    | {
                        "person": event.person,
                        "name": names.people.get(event.person, event.person),
                        "title": str(event.title),
                        "remit": str(event.remit),
                        "level": event.level.value if event.level else None,
                        "introduced_by": event.introduced_by,
                        "named_on": str(fact.on),
                    },
                )


def _value(teller: Account, held: dict[str, Fact]) -> Made:
    for entry in ledger_of_value(teller):
        item, confirmed = entry.item, money("confirmed", entry.confirmed)
        worth = money("amount", item.amount)
        worth["currency"] = worth["currency"] or confirmed["currency"]
        yield (
            "value",
            _of(held[item.fact])
            | {
                "value": entry.value,
                "title": item.title,
                "measure": item.measure.value if item.measure else None,
                "project": item.project,
                "shown": int(item.shown),
                "documented_on": str(item.on),
                "stage": entry.stage.value,
                "claimed_on": day_text(entry.claimed.on if entry.claimed else None),
                "answered_on": day_text(entry.answered.on if entry.answered else None),
            }
            | confirmed
            | worth,
        )


def _plan(teller: Account, held: dict[str, Fact], names: Names) -> Made:
    plan = teller[Plan]
    for key, found in teller[Opportunities].in_order():
        yield (
            "opportunities",
            _of(held[found.fact])
            | {
                "opportunity": key,
                "title": found.title,
                "closes": day_text(found.closes),
                "identified_on": str(found.on),
                "won_on": day_text(found.won),
                "lost_on": day_text(found.lost),
                "planned": int(key in plan.opportunities),
            }
            | money("worth", found.value),
        )
    for key, action in sorted(plan.actions.items()):
        yield (
            "actions",
            _of(held[action.fact])
            | {
                "action": key,
                "task": action.task,
                "aim": action.aim.value,
                "owner": names.people.get(action.owner, action.owner) if action.owner else None,
                "due": day_text(action.due),
                "added_on": str(action.on),
                "completed_on": day_text(action.completed),
                "dropped_on": day_text(action.dropped),
            },
        )


# What is unhealthy


def finding_rows(accounts: Sequence[Account], programme: Programme, day_of: DayOf) -> Made:
    """Yield what the checks find in ACCOUNTS, all there were on the day of the PROGRAMME seen."""
    examined = Examined(programme, programme[Policy].terms, day_of)
    for number, found in enumerate(findings(checks(), accounts, examined), 1):
        yield (
            "findings",
            {
                "number": number,
                "finding": found.id,
                "day": str(programme.on),
                "severity": found.check.severity.value,
                "raised_by": found.check.id,
                "account": None if found.account == PROGRAMME else found.account,
                "says": found.raised.says,
                "meaning": found.check.meaning,
                "clear": found.check.clear,
            },
        )
        for reference in sorted(set(found.raised.facts)):
            yield "finding_facts", {"number": number, "fact": reference}
