"""`report traits`: which way a team leans, and what it is good at.

It answers C-S0 C-S1 C-S2 C-S3, and C-X0 with each of its rows: C-X1 C-X2 C-X3 C-X4 C-X5 C-X6 C-X7
C-X8 C-X9 C-X10 C-X11 C-X12 C-X13.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from majoracct.cli.display import aligned, display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.profiles import Profile, profiles, unseated
from majoracct.domain.kernel import Erased, Personal
from majoracct.domain.programme.aptitude import Lean, Skill, Trait


@report_on("accounts")
def traits(asked: Question) -> Table:
    """Show which way the members of the team of one ACCOUNT, or of all, lean, trait by trait.

    Thirteen traits set those who win new accounts, on the left, against those who manage major
    ones, on the right. Left counts -1, right 1, both 0; a trait that nobody judged counts nothing.
    Below them stand the skills of selling and of managing, as they were graded.

    \b
    majoracct report traits harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    called, found = asked.colleagues, {a.key: profiles(a, asked.terms) for a in asked.accounts}
    rows = [row for key, people in found.items() for each in people for row in _rows(key, each, called)]
    aside = [] if asked.named else unseated(asked.programme, asked.accounts, asked.terms)
    members = [{"account": k, **_member(p, called)} for k, people in found.items() for p in people]
    one = next(iter(found.values()), ()) if asked.named else ()
    return Table(
        rows,
        keys=(
            "account",
            "person",
            "name",
            "kind",
            "row",
            "what",
            "left",
            "right",
            "lean",
            "points",
            "grade",
            "fact",
        ),
        columns=(
            Column("account", "account"),
            Column("name", "who"),
            Column("row", "row"),
            Column("what", "what"),
            Column("lean", "lean"),
            Column("grade", "grade"),
            Column("fact", "fact"),
        ),
        said=[display(line) for line in _aside(aside, called)],
        about={"members": members, "in_no_team": [_member(p, called) for p in aside]},
        text=_matrix(one, called) if one else _list(found, called),
        empty="Nobody is in a team.",
    )


def _rows(account: str, found: Profile, called: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    person = {"account": account, "person": found.person, "name": called.get(found.person, found.person)}
    for trait in Trait:
        judged = found.traits.get(trait)
        yield {
            **person,
            "kind": "trait",
            "row": trait.row_id,
            "what": trait,
            "left": trait.left,
            "right": trait.right,
            "lean": judged.lean if judged else None,
            "points": _points(judged.lean) if judged else None,
            "grade": None,
            "fact": judged.fact if judged else None,
        }
    for skill in Skill:
        graded = found.skills.get(skill)
        yield {
            **person,
            "kind": skill.axis or "leading",
            "row": skill.row_id,
            "what": skill,
            "left": None,
            "right": None,
            "lean": None,
            "points": None,
            "grade": graded.grade if graded else None,
            "fact": graded.fact if graded else None,
        }


def _member(found: Profile, called: Mapping[str, str]) -> dict[str, Any]:
    return {
        "person": found.person,
        "name": called.get(found.person, found.person),
        "lean": found.score,
        "assessed": len(found.traits),
        "of": len(Trait),
        "strong": found.strong if found.skills else None,
    }


# What a person reads


def _matrix(found: tuple[Profile, ...], called: Mapping[str, str]) -> str:
    """Return the traits and skills down the side, and the members along the top."""
    lines = [["", "new accounts", "major accounts", *(called.get(p.person, p.person) for p in found)]]
    lines += [[t.row_id, _word(t.left), _word(t.right), *(_leans(t, p) for p in found)] for t in Trait]
    lines.append(["", "judged", f"of {len(Trait)}", *(str(len(p.traits)) for p in found)])
    lines.append(["", "sum", "-13 to 13", *(_signed(p.score) for p in found)])
    for skill in Skill:
        grades = (p.skills.get(skill) for p in found)
        lines.append(
            [
                skill.row_id,
                skill.axis.value if skill.axis else "leading",
                _word(skill.value),
                *(g.grade.value if g else "-" for g in grades),
            ]
        )
    lines.append(["", "strong at", "", *(_strong(p) for p in found)])
    return aligned(lines)


def _list(found: Mapping[str, tuple[Profile, ...]], called: Mapping[str, str]) -> str:
    """Return a line a member of each team."""
    lines = [["account", "who", "lean", "strong at"]]
    lines += [
        [key, called.get(p.person, p.person), _sum(p), _strong(p)]
        for key, people in found.items()
        for p in people
    ]
    return aligned(lines)


def _leans(trait: Trait, found: Profile) -> str:
    judged = found.traits.get(trait)
    if judged is None:
        return "-"
    if isinstance(judged.lean, Erased):
        return str(judged.lean)
    return {Lean.LEFT: _word(trait.left), Lean.RIGHT: _word(trait.right), Lean.BOTH: "both"}[judged.lean]


def _points(leaning: Personal[Lean]) -> Personal[int]:
    return leaning if isinstance(leaning, Erased) else leaning.points


def _sum(found: Profile) -> str:
    return f"{_signed(found.score)}, {len(found.traits)} of {len(Trait)} judged"


def _signed(score: Personal[int] | None) -> str:
    if isinstance(score, Erased):
        return str(score)
    return "unknown" if score is None else f"{score:+d}" if score else "0"


def _strong(found: Profile) -> str:
    return (", ".join(axis.value for axis in found.strong) or "neither") if found.skills else "unknown"


def _aside(found: list[Profile], called: Mapping[str, str]) -> Iterator[str]:
    for each in found:
        yield f"in no team: {called.get(each.person, each.person)}, {_sum(each)}; strong at: {_strong(each)}"


def _word(text: str) -> str:
    return text.replace("-", " ")
