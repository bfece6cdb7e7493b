"""Criteria: the five that make an account major, each judged on a day under the policy's terms.

A verdict names the facts it rests on, the earliest that are in date, and what is missing. How old
evidence may be, and what counts as enough, is policy.

Rules
  Q1  Org chart, précis and a financial statement are on file and in date.                        B-Q1
  Q2  A successful project has a metric, a KPI and an ROI; or a wider play has traction.          B-Q2
  Q3  A sponsor has a title, a remit and a relationship to another executive.                     B-Q3
  Q4  There is an additional opportunity, and a plan whose dated open opportunities reach the
      threshold in one calendar year not yet ended.                                               B-Q4
  Q5  Tactical actions serve the aims.                                                            B-Q5
  Q9  Where policy asks for evidence, a document counts only when it was filed with some.         B-I3
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from majoracct.domain.account.delivery import Delivery, successes
from majoracct.domain.account.grounds import Grounds, behind, completed_again, grounds, joint
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.opportunities import Opportunities, Opportunity
from majoracct.domain.account.plan import Action, Plan
from majoracct.domain.account.plays import Plays
from majoracct.domain.account.profile import Filed, Profile
from majoracct.domain.account.relationships import Relationships
from majoracct.domain.account.sponsorship import Sponsorship, active
from majoracct.domain.account.value import Measure, Value, results
from majoracct.domain.calendar import add_months, first_beyond
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Aim, AimsRule, Terms

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

__all__ = [
    "CRITERIA",
    "Criterion",
    "Verdict",
    "additional",
    "by_version",
    "counting",
    "documents",
    "holds_since",
    "in_date",
    "judged",
    "planned",
    "reaching",
    "sponsors_judged",
    "worth",
    "young",
]


@frozen
class Verdict:
    """Whether a criterion holds: by which path and facts, and what is missing."""

    id: str
    holds: bool
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    path: str | None = None


def by_version(reference: str) -> tuple[str, int]:
    """Return the order of a fact within its stream, for sorting references."""
    stream, _, version = reference.rpartition("@")
    return stream, int(version)


def young(filed: Filed, months: int, on: dt.date) -> bool:
    """Return whether what is FILED is at most MONTHS old on the day."""
    return on <= add_months(filed.dated, months)


def in_date(filed: Iterable[Filed], months: int, on: dt.date) -> str | None:
    """Return the earliest fact that files a document at most MONTHS old on the day; None without one."""
    current = [f for f in filed if young(f, months, on)]
    return min(current, key=lambda f: (f.on, f.place)).fact if current else None


def documents(profile: Profile, terms: Terms) -> tuple[tuple[str, tuple[Filed, ...], int], ...]:
    """Return the kinds of document criterion 1 asks for, what is filed of each, and its age limit."""
    ages = terms.qualification
    return (
        ("organisation chart", profile.org_charts, ages.org_chart_months),
        ("précis", profile.precis, ages.precis_months),
        ("financial statement", profile.statements, ages.statement_months),
    )


def counting(filed: Iterable[Filed], terms: Terms) -> tuple[Filed, ...]:
    """Return which documents on file count: all of them, or those that were shown (B-I3)."""
    return tuple(f for f in filed if f.evidenced or not terms.qualification.evidenced)


def _profiled(account: Account, terms: Terms) -> Verdict:
    facts, missing = [], []
    for name, filed, months in documents(account[Profile], terms):
        fact = in_date(counting(filed, terms), months, account.on)
        bare = in_date(filed, months, account.on)
        if fact:
            facts.append(fact)
        elif bare:
            missing.append(f"{name} at most {months} months old with evidence ({bare} was filed without)")
        else:
            missing.append(f"{name} at most {months} months old")
    return Verdict("Q1", not missing, tuple(facts), tuple(missing))


def _proven(account: Account, terms: Terms) -> Verdict:
    """Judge criterion 2 by either path: a project with its results, or a play with traction."""
    shortest: tuple[list[str], list[str]] | None = None
    shown = results(account)
    for project_id, project in successes(account):
        results_of = shown.get(project_id, {})
        facts = [project.fact, *(results_of[m] for m in Measure if m in results_of)]
        missing = [f"{m.value} linked to {project.title}" for m in Measure if m not in results_of]
        if not missing:
            return Verdict("Q2", True, tuple(facts), path="project")
        if shortest is None or len(missing) < len(shortest[1]):
            shortest = facts, missing
    plays = sorted(account[Plays].items.values(), key=lambda p: (p.on, p.place))
    facts, missing = shortest or ([], ["a successfully completed project with a metric, a KPI and an ROI"])
    if not terms.tensions.potential_qualifies:
        return Verdict("Q2", False, tuple(facts), (", ".join(missing),))
    for play in plays:
        if play.traction:
            return Verdict("Q2", True, (play.fact, play.traction[0]), path="play")
    play_missing = (
        f"evidenced traction in {plays[0].title}" if plays else "a wider play with evidenced traction"
    )
    facts += [plays[0].fact] if plays else []
    return Verdict("Q2", False, tuple(facts), (f"{', '.join(missing)}; or {play_missing}",))


def sponsors_judged(account: Account, terms: Terms) -> list[Verdict]:
    """Return the verdict on criterion 3 by each of the sponsors alone, longest first."""
    people = account[Relationships].people
    sponsors = active(account)

    def executive(person: str) -> bool:
        somebody = people.get(person)
        if somebody is None or somebody.left:
            return False
        level = sponsors[person].level if person in sponsors else somebody.level
        return level in terms.qualification.executive_levels

    tied: dict[str, str] = {}  # by sponsor, the first link to an executive
    for link in account[Relationships].links:
        for one, other in ((link.person, link.other), (link.other, link.person)):
            if one in sponsors and one not in tied and executive(other):
                tied[one] = link.fact
    found = []
    for person, sponsor in sorted(sponsors.items(), key=lambda s: (s[1].since, s[1].place)):
        links = [tied[person]] if person in tied else []
        missing = [] if sponsor.described else ["title and remit of the sponsor"]
        missing += [] if links else ["a relationship of the sponsor to another executive"]
        found.append(Verdict("Q3", not missing, (sponsor.fact, *links), tuple(missing)))
    return found


def _sponsored(account: Account, terms: Terms) -> Verdict:
    found = sponsors_judged(account, terms)
    held = next((verdict for verdict in found if verdict.holds), None)
    return (
        held
        or (found[0] if found else None)
        or Verdict(
            "Q3",
            False,
            (),
            ("an executive sponsor with title, remit and a relationship to another executive",),
        )
    )


def additional(account: Account, terms: Terms) -> dict[str, Opportunity]:
    """Return the open opportunities that are not what criterion 2 rests on, by id."""
    proven = _proven(account, terms)
    rests_on: set[str | None] = set()
    if proven.path == "project":
        rests_on = {p.opportunity for _, p in successes(account) if p.fact == proven.facts[0]}
    plays = {
        key for key, p in account[Plays].items.items() if proven.path == "play" and p.fact == proven.facts[0]
    }
    return {
        key: found
        for key, found in account[Opportunities].items.items()
        if found.open and key not in rests_on and found.play not in plays
    }


def _earliest(found: Mapping[str, Opportunity]) -> str | None:
    """Return the id of the opportunity identified first; None when none was FOUND."""
    return min(found, key=lambda key: (found[key].on, found[key].place), default=None)


def planned(account: Account) -> dict[int, list[tuple[Opportunity, str]]]:
    """Return the plan's dated open opportunities with a value, by calendar year not yet ended.

    Each comes with the fact that put it into the plan.
    """
    years: dict[int, list[tuple[Opportunity, str]]] = {}
    for key, entered in sorted(account[Plan].opportunities.items(), key=lambda item: by_version(item[0])):
        found = account[Opportunities].items.get(key)
        if found and found.open and found.value and found.closes and found.closes.year >= account.on.year:
            years.setdefault(found.closes.year, []).append((found, entered))
    return years


def worth(opportunities: Iterable[tuple[Opportunity, str]]) -> Decimal:
    """Return what opportunities, as `planned` returns them, would bring together."""
    return sum((o.value.amount for o, _ in opportunities if o.value), Decimal(0))


def reaching(years: Mapping[int, list[tuple[Opportunity, str]]], threshold: Money) -> list[int]:
    """Return those YEARS, as `planned` returns them, that reach the THRESHOLD, earliest first."""
    return [year for year in sorted(years) if worth(years[year]) >= threshold.amount]


def _next(account: Account, terms: Terms) -> Verdict:
    plan, threshold = account[Plan], terms.threshold
    open_ones = additional(account, terms)
    first = _earliest(open_ones)
    facts = [open_ones[first].fact] if first else []
    missing = [] if first else ["an open opportunity besides what Q2 rests on"]
    if not plan.fact:
        missing.append(f"a plan that reaches {threshold} in a calendar year")
        return Verdict("Q4", False, tuple(facts), tuple(missing))
    facts.append(plan.fact)
    years = planned(account)
    reached = reaching(years, threshold)
    best = reached[0] if reached else max(sorted(years), key=lambda y: worth(years[y]), default=None)
    for found, entered in years.get(best, []) if best is not None else []:
        facts += [found.fact, found.estimate, entered]
    if not reached:
        lacking = Money(threshold.amount - worth(years[best]), threshold.currency) if best else threshold
        where = f"in {best}" if best else "in one calendar year"
        missing.append(f"dated open opportunities worth {lacking} more in the plan {where}")
    return Verdict("Q4", not missing, tuple(dict.fromkeys(facts)), tuple(missing))


def _acted(account: Account, terms: Terms) -> Verdict:
    earliest: dict[Aim, Action] = {}
    for action in account[Plan].actions.values():
        if action.dropped is None:
            known = earliest.setdefault(action.aim, action)
            earliest[action.aim] = min(known, action, key=lambda a: (a.on, a.place))
    facts = tuple(earliest[aim].fact for aim in Aim if aim in earliest)
    lacking = [aim.value for aim in Aim if aim not in earliest]
    enough = not lacking if terms.qualification.aims is AimsRule.ALL else bool(earliest)
    missing = () if enough else tuple(f"an action for {aim}" for aim in lacking)
    if not enough and terms.qualification.aims is AimsRule.ANY:
        missing = ("an action for any aim",)
    return Verdict("Q5", enough, facts, missing)


def _ages_out(account: Account, terms: Terms) -> set[dt.date]:
    """Return the days on which a document on file goes out of date."""
    return {
        day
        for _, filed, months in documents(account[Profile], terms)
        for f in filed
        if (day := first_beyond(f.dated, months))
    }


def _years_begin(account: Account, terms: Terms) -> set[dt.date]:
    """Return the days on which a year's opportunities came to count no longer.

    Every New Year since there was one: what closes in which year may have been estimated anew since.
    """
    first = min((o.on.year for o in account[Opportunities].items.values()), default=account.on.year)
    return {dt.date(year, 1, 1) for year in range(first + 1, account.on.year + 1)}


def _of_profile(account: Account, terms: Terms, verdict: Verdict) -> Grounds:
    return grounds(account, verdict.facts, Profile)


def _of_proof(account: Account, terms: Terms, verdict: Verdict) -> Grounds:
    return grounds(account, verdict.facts, Delivery, Value, Plays)


def _of_sponsor(account: Account, terms: Terms, verdict: Verdict) -> Grounds:
    return grounds(account, verdict.facts, Sponsorship, Relationships)


def _of_actions(account: Account, terms: Terms, verdict: Verdict) -> Grounds:
    return grounds(account, verdict.facts, Plan)


def _of_next(account: Account, terms: Terms, verdict: Verdict) -> Grounds:
    """Return the grounds of criterion 4: one more opportunity, the plan, and those that reach the threshold.

    Which opportunity is one more depends on what criterion 2 rests on. An opportunity worth no more than
    what is above the threshold can go without harm, and any can where two years reach it.
    """
    before = (*_of_proof(account, terms, _proven(account, terms)).facts, *completed_again(account))
    items, entered = account[Opportunities].items, account[Plan].opportunities
    years = planned(account)
    reached = reaching(years, terms.threshold)
    ids = {found.fact: key for key in entered if (found := items.get(key))}
    counted = {ids[found.fact]: found for found, _ in years[reached[0]]}
    first = _earliest(additional(account, terms)) or ""
    told = behind(account, {first: (items[first].fact,)}, Opportunities)[first]
    told += grounds(account, (account[Plan].fact,), Plan).facts
    works = behind(account, {k: (o.fact, entered[k]) for k, o in counted.items()}, Opportunities, Plan)
    # It stands since so many of the planned stood as they do that they reach the threshold by themselves.
    days, brought = [f.on for f in (*before, *told)], Decimal(0)
    for day, amount in sorted(
        (max(f.on for f in works[k]), o.value.amount) for k, o in counted.items() if o.value
    ):
        if brought < terms.threshold.amount:
            brought += amount
            days.append(day)
    spare = worth(years[reached[0]]) - terms.threshold.amount
    needed = [k for k, o in counted.items() if len(reached) == 1 and o.value and o.value.amount > spare]
    return joint(account, [*before, *told, *(f for key in needed for f in works[key])], days)


@frozen
class Criterion:
    """One of the five: how it is judged, and on which days its verdict can change.

    reads: the topics whose facts it rests on.
    turns: the days on which time alone may change it.
    rests: the grounds of a verdict that holds; without, every turn is judged.
    """

    id: str
    title: str
    judge: Callable[[Account, Terms], Verdict]
    reads: tuple[type[Any], ...]
    turns: Callable[[Account, Terms], set[dt.date]] = field(default=lambda account, terms: set())
    rests: Callable[[Account, Terms, Verdict], Grounds] | None = field(default=None, kw_only=True)


CRITERIA: Final = (
    Criterion("Q1", "Profile on file and in date", _profiled, (Profile,), _ages_out, rests=_of_profile),
    Criterion(
        "Q2",
        "Proven value, or traction in the wider play",
        _proven,
        (Delivery, Value, Plays),
        rests=_of_proof,
    ),
    Criterion("Q3", "An executive sponsor", _sponsored, (Sponsorship, Relationships), rests=_of_sponsor),
    Criterion(
        "Q4",
        "A next opportunity, and a plan that reaches the threshold",
        _next,
        (Opportunities, Plan, Delivery, Value, Plays),
        _years_begin,
        rests=_of_next,
    ),
    Criterion("Q5", "Tactical actions for the aims", _acted, (Plan,), rests=_of_actions),
)


def judged(account: Account, terms: Terms) -> tuple[Verdict, ...]:
    """Return the verdict on each of the five criteria on the day, under TERMS (B-Q1 to B-Q5)."""
    return tuple(criterion.judge(account, terms) for criterion in CRITERIA)


def holds_since(account: Account, criterion: Criterion, terms: Terms) -> dt.date | None:
    """Return the first day of the unbroken run, ending on the day, on which CRITERION holds under TERMS.

    None when it does not hold. What was known is the same throughout; only the day moves.
    """
    verdict = criterion.judge(account, terms)
    if not verdict.holds:
        return None
    turns = {*account.changes(*criterion.reads, Mergers), *criterion.turns(account, terms)}
    since, stands = account.on, _stands(account, criterion, terms, verdict)
    for day in sorted((d for d in turns if d <= account.on), reverse=True):
        if day < stands:
            then = account.at(day)
            verdict = criterion.judge(then, terms)
            if not verdict.holds:
                break
            stands = _stands(then, criterion, terms, verdict)
        since = day
    return since


def _stands(account: Account, criterion: Criterion, terms: Terms, verdict: Verdict) -> dt.date:
    """Return since when VERDICT holds by what it holds by on the day: no day since need be judged."""
    return criterion.rests(account, terms, verdict).since if criterion.rests else account.on
