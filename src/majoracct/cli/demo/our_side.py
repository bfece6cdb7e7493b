"""Our side of the story: who our people are, how they are paid, which teams they make, and who left."""

from __future__ import annotations

from typing import Final

from majoracct.cli.demo.storyteller import HERO, IDA, Chapter, Storyteller
from majoracct.domain.account import collaboration, cover, crews, delivery, team
from majoracct.domain.programme import aptitude, compensation
from majoracct.domain.programme.aptitude import Lean, Skill, Trait
from majoracct.domain.programme.staff import StaffLeft
from majoracct.domain.programme.tables import Grade
from majoracct.domain.programme.terms import Seat, SellingFunction

# Trait by trait, in the order of the table: left, right, both; a dot is a trait nobody judged.
_LEANS: Final = {
    "kim": "rrbrrrrrlbrrb",
    "ben": "llllbllllllbl",
    "vera": "rrrr.rr.rrrr.",
    "hal": "brblrb..lb...",
    "sue": "llrlblblllbll",
}
_GRADES: Final = {
    "kim": {Skill.RAPPORT: Grade.FAIR, Skill.PROMISE_KEEPING: Grade.STRONG, Skill.PLANNING: Grade.FAIR},
    "ben": {Skill.PERSUASION: Grade.STRONG, Skill.COMMITMENT: Grade.STRONG, Skill.PLANNING: Grade.WEAK},
    "vera": {Skill.PLANNING: Grade.STRONG, Skill.IMPLEMENTING: Grade.STRONG, Skill.PERSUASION: Grade.WEAK},
    "hal": {Skill.RAPPORT: Grade.STRONG, Skill.COMMITMENT: Grade.FAIR},
    "pete": {Skill.IMPLEMENTING: Grade.STRONG, Skill.PROMISE_KEEPING: Grade.FAIR},
}


def _people(s: Storyteller) -> Chapter:
    yield "2021-01-05"
    for called, name, title in (
        ("kim", "Kim Barlow", "Account Manager"),
        ("sue", "Sue Ferrand", "Sales Executive"),
        ("ben", "Ben Cole", "Business Development Executive"),
        ("ida", "Ida Thorne", "Programme Manager"),
        ("noor", "Noor Aziz", "Sales Operations"),
        ("hal", "Hal Brandt", "Chief Commercial Officer"),
        ("pete", "Pete Lowry", "Delivery Manager"),
        ("vera", "Vera Quist", "Delivery Manager"),
        ("rosa", "Rosa Quill", "Account Manager"),
    ):
        s.hire(name, title, called)
    yield "2024-11-15"
    s.adopt(StaffLeft(s.things["pete"]), "gone to a customer of a competitor")


def _pay(s: Storyteller) -> Chapter:
    yield "2021-01-11"
    s.adopt(
        compensation.CompensationModelDefined(
            "New business",
            compensation.ModelKind.HUNTER,
            "600,000 of new contracts a year",
            "new customers signed",
            "half salary, half commission on signature",
        ),
        "pay round of 2021",
        called="hunting",
    )
    s.adopt(
        compensation.CompensationModelDefined(
            "Account team",
            compensation.ModelKind.ACCOUNT_TEAM,
            "what the account pays over three years",
            "promises kept and benefits confirmed",
            "salary, and a bonus the team shares",
        ),
        "pay round of 2021",
        called="keeping",
    )
    for who in ("sue", "ben"):
        s.adopt(compensation.CompensationAssigned(s.things[who], s.things["hunting"]))
    for who in ("kim", "rosa", "hal", "pete", "vera"):
        s.adopt(compensation.CompensationAssigned(s.things[who], s.things["keeping"]))


def _judged(s: Storyteller) -> Chapter:
    sides = {"l": Lean.LEFT, "r": Lean.RIGHT, "b": Lean.BOTH}
    yield "2022-09-12"
    for who, leans in _LEANS.items():
        for trait, side in zip(Trait, leans, strict=True):
            if side in sides:
                s.adopt(aptitude.TraitAssessed(s.things[who], trait, sides[side]))
    yield "2022-09-13"
    for who, grades in _GRADES.items():
        for skill, grade in grades.items():
            s.adopt(aptitude.SkillGraded(s.things[who], skill, grade), shown="reviews-2022.pdf")


def _seat(s: Storyteller, account: str, **seats: Seat) -> None:
    for who, seat in seats.items():
        s.record(account, team.MemberSeated(s.things[who], seat), who=IDA)


def _sell(s: Storyteller, account: str, **functions: SellingFunction) -> None:
    for who, function in functions.items():
        s.record(account, cover.FunctionAssigned(s.things[who], function), who=IDA)


def _look_after(s: Storyteller, account: str, who: str, *whom: str) -> None:
    for each in whom:
        s.record(account, cover.ContactAssigned(s.things[who], s.things[each]))


def _northmoor(s: Storyteller) -> Chapter:
    a = "northmoor"
    yield "2021-06-21"
    s.record(a, team.TeamFormed(), who=IDA)
    _seat(s, a, hal=Seat.INTERNAL_SPONSOR, rosa=Seat.ACCOUNT_MANAGER, pete=Seat.PROJECT_MANAGER)
    _sell(s, a, hal=SellingFunction.CORPORATE, rosa=SellingFunction.SALES, pete=SellingFunction.SERVICE)
    _look_after(s, a, "hal", "joan")
    _look_after(s, a, "rosa", "dev")
    yield "2023-03-20"
    s.record(
        a,
        collaboration.CollaborationAssessed(collaboration.CollaborationMode.COOPERATIVE),
        shown="joint-board-minutes.pdf",
    )
    yield "2024-12-02"
    _seat(s, a, vera=Seat.PROJECT_MANAGER)


def _lindqvist(s: Storyteller) -> Chapter:
    a = "lindqvist"
    yield "2023-02-06"
    s.record(a, team.TeamFormed(), who=IDA)
    _seat(s, a, hal=Seat.INTERNAL_SPONSOR, ben=Seat.ACCOUNT_MANAGER, pete=Seat.PROJECT_MANAGER)
    _sell(s, a, ben=SellingFunction.SALES, pete=SellingFunction.SERVICE)
    _look_after(s, a, "ben", "sven")


def _harrow_crews(s: Storyteller) -> Chapter:
    a = HERO
    yield "2021-04-12"
    rostering = s.things["rostering"]
    s.record(a, crews.BidTeamAssigned(rostering, (s.things["sue"], s.things["vera"])))
    yield "2021-05-04"
    project = s.things["rostering project"]
    s.record(a, crews.DeliveryTeamAssigned(project, (s.things["vera"], s.things["pete"])))
    yield "2023-02-06"
    bidding = ("kim", "vera", "noor")
    s.record(a, crews.BidTeamAssigned(s.things["depots"], tuple(s.things[who] for who in bidding)))
    yield "2023-05-15"
    s.record(a, delivery.DeliveryStarted("Depot planning", s.things["depots"]), called="depot project")
    s.record(
        a, crews.DeliveryTeamAssigned(s.things["depot project"], tuple(s.things[w] for w in ("kim", "vera")))
    )
    s.record(a, crews.ReportingLineSet(s.things["depot project"], s.things["vera"]))
    yield "2024-09-09"
    s.record(a, delivery.DeliveryStarted("Depots of the north"), called="north project")
    s.record(a, crews.DeliveryTeamAssigned(s.things["north project"], (s.things["pete"],)))


def _harrow_team(s: Storyteller) -> Chapter:
    a = HERO
    yield "2022-07-04"
    s.record(a, team.TeamFormed("railways"), who=IDA)
    _seat(s, a, hal=Seat.INTERNAL_SPONSOR, kim=Seat.ACCOUNT_MANAGER, vera=Seat.PROJECT_MANAGER)
    _sell(
        s,
        a,
        hal=SellingFunction.CORPORATE,
        noor=SellingFunction.MARKETING,
        kim=SellingFunction.SALES,
        vera=SellingFunction.SERVICE,
    )
    _look_after(s, a, "hal", "marta")
    _look_after(s, a, "kim", "marta", "tom")
    _look_after(s, a, "vera", "ines")
    yield "2024-03-11"
    s.record(
        a,
        collaboration.CollaborationAssessed(collaboration.CollaborationMode.COLLABORATIVE),
        shown="steering-minutes-2024-03.pdf",
    )


OUR_SIDE: Final = (_people, _pay, _judged, _northmoor, _lindqvist, _harrow_crews, _harrow_team)
