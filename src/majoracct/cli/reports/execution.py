"""`report execution`: what of the approved plans was carried out, and how they differ from what was approved.

It answers S-F7 J-B5 J-P2 J-R1 J-R2 J-R3 J-O3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from majoracct.cli.counts import counted
from majoracct.cli.display import display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.approval import Approvals, approved
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.plan_document import digest_of, plan_document
from majoracct.domain.account.review import Reviews
from majoracct.domain.assessments.baseline import (
    Altered,
    Change,
    Drift,
    ReviewStanding,
    awaited,
    review_standing,
)
from majoracct.domain.assessments.baseline import stated as worded
from majoracct.domain.assessments.execution import (
    Aligned,
    Carried,
    Execution,
    Outcome,
    alignment,
    executed,
    lacks_to_execute,
)
from majoracct.domain.assessments.execution import execution as executed_of
from majoracct.domain.programme.review_tables import ReviewTerms
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded, stated

_EFFECTIVE: Final = {True: "yes", False: "no", None: "unknown"}
_DUE: Final = (Outcome.IN_TIME, Outcome.LATE, Outcome.REDATED, Outcome.DROPPED, Outcome.OVERDUE)
_SETTLED: Final = (ReviewStanding.APPROVED, ReviewStanding.DRIFTED)
_ALL: Final = (
    Column("account", "account"),
    Column("standing_word", "review"),
    Column("approved_on", "approved"),
    Column("due", "due", number=True),
    Column("in_time", "in time", number=True),
    Column("late", "late", number=True),
    Column("redated", "put off", number=True),
    Column("dropped", "dropped", number=True),
    Column("overdue", "overdue", number=True),
    Column("rate_word", "rate", number=True),
    Column("effective_word", "effective"),
    Column("drift_word", "drift"),
    Column("executable_word", "executable"),
)


@frozen
class _Found:
    """What is to be told of an account's plan."""

    account: Account
    carried: Execution | None
    aligned: tuple[Aligned, ...] | None
    lacks: tuple[str, ...]
    standing: ReviewStanding

    @property
    def drift(self) -> Sequence[Drift]:
        return self.carried.baseline.drift if self.carried else ()


@report_on("accounts")
def execution(asked: Question) -> Table:
    """Show what of each approved plan was carried out, by the days it was approved with; or of one ACCOUNT.

    Of one account: who submitted, presented and approved the plan, what they agreed on, what became of each
    action that was approved, and how what the plan says by now differs from that. The rate is the share
    of what was due that was done in time: a day that was moved since moves no deadline. It is unknown
    where no plan was approved, or nothing of it is due. Of all, the share of plans effectively executed
    stands beside the 11% that a survey found.

    \b
    majoracct report execution --as-of 2024
    """  # noqa: D301 - \b is click's
    terms = asked.terms.review
    found = [_found(account, terms) for account in asked.accounts if _concerns(account)]
    whole = executed([one.carried for one in found], terms)
    share = f" ({percent(whole.share)})" if whole.share is not None else ""
    return Table(
        [_row(one, terms) for one in found],
        keys=_KEYS,
        columns=_ALL[1:] if asked.named else _ALL,
        total=f"effectively executed: {whole.effective} of {counted(whole.known, 'plan')} "
        f"of which something is due{share}; a survey found {stated(whole.benchmark)}",
        said=[display(line) for one in found for line in _said(asked, one, terms)] if asked.named else (),
        about={
            "effective": whole.effective,
            "of": whole.known,
            "share": rounded(whole.share),
            "benchmark": whole.benchmark,
        },
        empty="No account has a plan.",
    )


_KEYS = (
    "account",
    "plan",
    "standing",
    "submission",
    "author",
    "review",
    "presenter",
    "attendees",
    "gone_through",
    "approval",
    "approved_on",
    "known_at",
    "digest",
    "digest_now",
    "intact",
    "voices",
    "outstanding",
    "agreed",
    "actions",
    "due",
    "in_time",
    "late",
    "redated",
    "dropped",
    "overdue",
    "to_come",
    "rate",
    "effective",
    "drift",
    "silent",
    "executable",
    "lacking",
)


def _concerns(account: Account) -> bool:
    return bool(account[Plan].fact or account[Reviews].submissions or account[Approvals].voices)


def _found(account: Account, terms: ReviewTerms) -> _Found:
    return _Found(
        account,
        executed_of(account, terms),
        alignment(account, terms),
        lacks_to_execute(account),
        review_standing(account),
    )


def _row(one: _Found, terms: ReviewTerms) -> Mapping[str, Any]:
    account, carried, last = one.account, one.carried, approved(one.account)
    now = digest_of(plan_document(account))
    about = last.digest if last and one.standing in _SETTLED else now
    held = account[Reviews].of(about)
    submitted = account[Reviews].submitted
    base = carried.baseline if carried else None
    words = account[Approvals].last_words(about)
    counts = {outcome: carried.count(outcome) if carried else None for outcome in _DUE}
    return {
        "account": account.key,
        "plan": account[Plan].fact or None,
        "standing": one.standing,
        "submission": submitted[1].fact if submitted else None,
        "author": submitted[1].author if submitted else None,
        "review": held[1].fact if held else None,
        "presenter": held[1].presenter if held else None,
        "attendees": held[1].attendees if held else (),
        "gone_through": held[1].actions if held else (),
        "approval": last.fact if last else None,
        "approved_on": last.on if last else None,
        "known_at": last.known_at if last else None,
        "digest": last.digest if last else None,
        "digest_now": now or None,
        "intact": base.intact if base else None,
        "voices": tuple(words[name] for name in sorted(words)),
        "outstanding": awaited(account, terms),
        "agreed": one.aligned,
        "actions": carried.actions if carried else (),
        "due": len(carried.due) if carried else None,
        "in_time": counts[Outcome.IN_TIME],
        "late": counts[Outcome.LATE],
        "redated": counts[Outcome.REDATED],
        "dropped": counts[Outcome.DROPPED],
        "overdue": counts[Outcome.OVERDUE],
        "to_come": len(carried.actions) - len(carried.due) if carried else None,
        "rate": rounded(carried.rate) if carried else None,
        "effective": carried.effective if carried else None,
        "drift": [_drifted(each) for each in one.drift],
        "silent": sum(not each.open for each in one.drift) if carried else None,
        "executable": not one.lacks,
        "lacking": one.lacks,
        "standing_word": one.standing.value.replace("-", " "),
        "rate_word": percent(carried.rate) if carried else "",
        "effective_word": _effective(carried) if carried else "",
        "drift_word": _counted(one.drift) if carried else "",
        "executable_word": "no" if one.lacks else "yes",
    }


def _effective(carried: Execution) -> str:
    still = any(each.outcome is Outcome.TO_COME for each in carried.actions)
    known = carried.effective is not None
    return _EFFECTIVE[carried.effective] + (", so far" if still and known else "")


def _drifted(each: Drift) -> Mapping[str, Any]:
    return {
        "kind": each.what.kind,
        "id": each.what.id,
        "change": each.change,
        "open": each.open,
        "fields": [
            {"field": a.field, "before": a.before, "now": a.now, "open": a.open} for a in each.altered
        ],
        "facts": each.facts,
    }


def _counted(drift: Sequence[Drift]) -> str:
    told = [(change, sum(each.change is change for each in drift)) for change in Change]
    silent = sum(not each.open for each in drift)
    said = ", ".join(f"{count} {change.value}" for change, count in told if count)
    return said + (f" ({silent} silently)" if silent else "") if said else "none"


# What a person reads of one account


def _said(asked: Question, one: _Found, terms: ReviewTerms) -> Iterator[str]:
    ours, state = asked.colleagues, one.account[Reviews]
    if submitted := state.submitted:
        put = submitted[1]
        yield f"submitted on {put.on} by {ours.get(put.author, put.author)}, {put.capacity} ({put.fact})"
    held = sorted(state.held.values(), key=lambda each: (each.on, each.place))
    if held:
        review = held[-1]
        there = ", ".join(ours.get(person, person) for person in review.attendees)
        to = f" to {there}" if there else ""
        presenter = ours.get(review.presenter, review.presenter)
        yield f"reviewed on {review.on}, presented by {presenter}{to} ({review.fact})"
        through = len(review.actions)
        yield f"actions gone through: {through}" if through else "which actions were gone through is unknown"
    for each in one.aligned or ():
        yield _agreement(each, ours)
    for voice in one.account[Approvals].voices:
        who = ours.get(voice.person, voice.person)
        verb = "approved" if voice.approves else "rejected"
        why = f": {voice.why}" if voice.why else ""
        yield f"{verb} on {voice.on} by {who}, {voice.capacity} ({voice.fact}){why}"
    if waiting := awaited(one.account, terms):
        yield f"still to approve: {', '.join(waiting)}"
    if one.carried:
        yield from _carried(asked, one, one.carried)
    if one.lacks:
        yield f"not executable: it lacks {'; '.join(one.lacks)}"


def _agreement(each: Aligned, ours: Mapping[str, str]) -> str:
    what = "; ".join(f"{said.what} ({said.fact})" for said in each.said)
    if not what:
        return f"{each.topic.value}: nothing was agreed"
    missing = ", ".join(ours.get(person, person) for person in each.outstanding)
    return f"{each.topic.value} agreed: {what}" + (f"; not by {missing}" if missing else "")


def _carried(asked: Question, one: _Found, found: Execution) -> Iterator[str]:
    approval = found.baseline.approval
    yield f"baseline: of {approval.on}, known at @{approval.known_at}, sha256 {approval.digest[:16]}…"
    if not found.baseline.intact:
        yield "made again, it is not what was approved: nothing can be held against it"
    for action in found.actions:
        yield f"  {_became(action)}"
    if one.drift:
        yield "since then:"
    names = asked.names(one.account)
    document = (*found.baseline.document, *plan_document(one.account))
    called = {**names.things, **names.people, **{item.id: item.called for item in document}}
    plans = [each for each in one.drift if each.what.kind == "plan" and each.change is not Change.CHANGED]
    if len(plans) > 1:
        before, now = plans[0].what.called, plans[-1].what.called
        if merged := _merged(plans[-1], one.account):
            yield f"  plan “{before}” gave way to “{now}”{merged}"
        else:
            yield f"  plan “{before}” redrafted" + (f" as “{now}”" if now != before else "")
    for each in one.drift:
        if len(plans) > 1 and each in plans:
            continue
        told = f"{each.change.value}{_merged(each, one.account)}{_fields(each, called)}"
        yield f"  {each.what.kind} “{each.what.called}” {told}"


def _merged(each: Drift, account: Account) -> str:
    """Return of which account EACH came, where it came by a merger."""
    key = each.what.id.rpartition("@")[0]
    return f", of {key}, which merged into it" if key != account.key else ""


def _fields(each: Drift, called: Mapping[str, str]) -> str:
    """Return what differs in EACH, and what of it silently."""
    told = {
        openly: [_altered(a, called) for a in each.altered if a.open is openly] for openly in (True, False)
    }
    openly, silently = "; ".join(told[True]), "; ".join(told[False])
    said = ", silently" if not each.open and not openly else ""
    if openly and silently:
        return f": {openly}; silently, {silently}"
    return said + (f": {openly or silently}" if each.altered else "")


def _altered(field: Altered, called: Mapping[str, str]) -> str:
    name = field.field.replace("_", " ")
    if isinstance(field.before or field.now, bool):
        return f"{name}: {'yes' if field.before else 'no'} → {'yes' if field.now else 'no'}"
    return f"{name} {worded(field.before, called)} → {worded(field.now, called)}"


def _became(action: Carried) -> str:
    told = {
        Outcome.IN_TIME: f"done {action.done}, in time",
        Outcome.LATE: f"done {action.done}, late",
        Outcome.REDATED: f"put off to {action.now}",
        Outcome.DROPPED: "dropped",
        Outcome.OVERDUE: "overdue",
        Outcome.TO_COME: "to come",
    }[action.outcome]
    return f"“{action.task}” by {action.due}: {told}{', silently' if action.silent else ''}"
