"""`report loyalty`."""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.loyalty import LoyaltyLevel
from majoracct.domain.assessments.loyalty import Following, Loyal, followings, loyal_people
from majoracct.domain.assessments.telling import Names
from majoracct.domain.kernel import Personal


@report_on("accounts")
def loyalty(asked: Question) -> Table:
    """Show who at the customer is loyal to whom of ours, how they rate our work, and what is at risk.

    Of ACCOUNT, or of all. People are loyal, accounts are not: below, people are counted by whom they are
    loyal to. Ties whose loyalty was erased are among them, and counted apart. A tie is at risk when the
    one of ours gave up their seat in the team, or left us; whose loyalty a release would put at risk,
    --where tells.

    \b
    majoracct report loyalty harrow-vale --as-of 2024 --where "to_name=Nadia Brook"
    """  # noqa: D301 - \b is click's
    rows: list[dict[str, Any]] = []
    found: list[Loyal] = []
    for account in asked.accounts:
        told = loyal_people(account)
        if told:
            names = asked.names(account)
            rows += [_row(each, names) for each in told]
        found += told
    counted = followings(found)
    return Table(
        rows,
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("name", "who"),
            Column("to_name", "loyal to"),
            Column("seats_word", "seat"),
            Column("loyalty", "loyalty"),
            Column("since", "judged on"),
            Column("rated_word", "rates our work"),
            Column("risk_word", "at risk"),
        ),
        said=[_told(each, asked.colleagues.get(each.to, each.to)) for each in counted],
        about={"loyal_to": [_following(each) for each in counted]},
        empty="Nobody is known to be loyal to one of ours.",
        more=("fact", "risk_fact"),
    )


_KEYS = (
    "account",
    "person",
    "name",
    "to",
    "to_name",
    "loyalty",
    "seats",
    "since",
    "fact",
    "rated",
    "ratings",
    "at_risk",
    "risk",
    "risk_since",
    "risk_fact",
)


def _row(found: Loyal, names: Names) -> dict[str, Any]:
    tie, risk, rated = found.tie, found.risk, found.rated
    return {
        "account": found.account,
        "person": tie.person,
        "name": names.people.get(tie.person, tie.person),
        "to": tie.to,
        "to_name": names.people.get(tie.to, tie.to),
        "loyalty": tie.level,
        "seats": tuple(seat.value for seat in found.seats),
        "since": tie.on,
        "fact": tie.fact,
        "rated": rated,
        "ratings": tuple(
            {"project": project, "rating": rating.quality, "on": rating.on, "fact": rating.fact}
            for project, rating in found.ratings
        ),
        "at_risk": risk is not None,
        "risk": risk.why if risk else None,
        "risk_since": risk.on if risk else None,
        "risk_fact": risk.fact if risk else None,
        "seats_word": ", ".join(seat.value.replace("-", " ") for seat in found.seats),
        "rated_word": rated.value if rated else "",
        "risk_word": f"{risk.why.value} on {risk.on}" if risk else "no",
    }


def _told(found: Following, name: str) -> str:
    count, unread = len(found.people), _unread(found)
    if unread and not count:
        return f"loyal to {name}: {unread}, {_ties(len(found.untold))}"
    rated = ", ".join(f"{quality.value} {number}" for quality, number in found.rated.items() if number)
    risk = f"{found.at_risk} at risk" if found.at_risk else "none at risk"
    return (
        f"loyal to {name}: {count} {'person' if count == 1 else 'people'}, {risk}; "
        f"they rate our work {rated or 'not at all'}"
        f"{f'; {unread} beside them, {_ties(len(found.untold))}' if unread else ''}"
    )


def _ties(count: int) -> str:
    return f"{count} {'tie' if count == 1 else 'ties'}"


def _following(found: Following) -> dict[str, Any]:
    unread = _unread(found)  # then these figures are unknown, and said to be
    return {
        "to": found.to,
        "people": (*found.people, *([unread] if unread else [])),
        "ties": unread or found.ties,
        "at_risk": unread or found.at_risk,
        "rated": {quality.value: unread or number for quality, number in found.rated.items()},
    }


def _unread(found: Following) -> Personal[LoyaltyLevel] | None:
    """Return what stands where it cannot be read any more how loyal somebody is; None: it can, of all."""
    return found.untold[0].tie.level if found.untold else None
