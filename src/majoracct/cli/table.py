"""Which commands there are, in the order the help lists them, and where each is. Imports nothing.

A noun's verbs are made from the events of `majoracct.domain.index`; every other command is a
function in a module of its own, imported when it runs.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = [
    "EXIT_CODES",
    "FAMILIES",
    "NEIGHBOURS",
    "NESTED",
    "NOUNS",
    "PLAIN",
    "REPORTS",
    "SECTIONS",
    "TOGETHER",
    "Place",
]


class Place(NamedTuple):
    """Where a command is, and what it does, in a line."""

    module: str
    attribute: str
    help: str


_CLI: Final = "majoracct.cli"

PLAIN: Final[dict[str, Place]] = {
    "init": Place(f"{_CLI}.starting", "init", "Create a ledger."),
    "demo": Place(f"{_CLI}.demo", "demo", "Build a fictitious ledger, and see how an account became major."),
    "import": Place(f"{_CLI}.importing", "import_files", "Record the rows of files, by a mapping file."),
    "config": Place(f"{_CLI}.starting", "config", "Show each setting, and where it came from."),
    "record": Place(f"{_CLI}.batch", "record", "Record many events at once, from a file of JSON lines."),
    "correct": Place(f"{_CLI}.correcting", "correct", "Record a fact again, as it should have been."),
    "withdraw": Place(f"{_CLI}.correcting", "withdraw", "Say that a fact should never have been recorded."),
    "list": Place(f"{_CLI}.reads.listing", "list_accounts", "The accounts on a day: status, tier, revenue."),
    "show": Place(f"{_CLI}.reads.show", "show", "One account on a day."),
    "timeline": Place(
        f"{_CLI}.reads.timeline", "timeline", "What happened to an account, fact by fact; what it changed."
    ),
    "diff": Place(
        f"{_CLI}.reads.diff", "diff", "What changed between two days, or was learned: of one or all."
    ),
    "why": Place(f"{_CLI}.reads.why", "why", "Why an account is major, or what is missing (exit 1)."),
    "decisions": Place(f"{_CLI}.reads.decisions", "decisions", "Every grant, refusal, revocation, override."),
    "check": Place(f"{_CLI}.reads.check", "check", "What is valid but unhealthy (exit 1), how to clear it."),
    "report": Place(f"{_CLI}.groups", "report", "Every other view, by name, such as revenue."),
    "query": Place(f"{_CLI}.querying", "query", "Ask in SQL, read-only."),
    "views": Place(f"{_CLI}.views", "views", "The ledger as tables in a SQLite file."),
    "evidence": Place(f"{_CLI}.reads.evidence", "evidence", "List what was shown, and check it (exit 1)."),
    "verify": Place(
        f"{_CLI}.reads.verify", "verify", "Recompute the record, and say whether it was altered."
    ),
    "doctor": Place(f"{_CLI}.doctor", "doctor", "Examine the installation, files and keys (exit 1)."),
    "prove": Place(
        f"{_CLI}.proving", "prove", "Write an evidence bundle, which verifies without the ledger."
    ),
    "keygen": Place(f"{_CLI}.keys", "keygen", "Make a key that signs checkpoints, in a file of its own."),
    "checkpoint": Place(f"{_CLI}.sealing", "checkpoint", "Sign the head of the ledger, for others to keep."),
    "backup": Place(f"{_CLI}.keeping", "backup", "Copy the ledger to a file, and verify the copy."),
    "restore": Place(f"{_CLI}.keeping", "restore", "Make a ledger of a backup; say what it lacks."),
    "person": Place(f"{_CLI}.persons", "person", "All that is held about somebody, for them; erase them."),
}

# Under a noun, beside the verbs of its events.
NESTED: Final[dict[str, dict[str, Place]]] = {
    "programme": {
        "policy": Place(f"{_CLI}.reads.policy", "policy", "Show the policy, adopt another, compare."),
    },
}

# The reports, each a function of its name in a module of its name under `reports`.
REPORTS: Final[dict[str, str]] = {
    "revenue": "Revenue by account and calendar year.",
    "exchanged": "Amounts stated in other currencies, and the rate each is told at.",
    "target": "Major accounts against the target.",
    "threshold": "Revenue against the threshold, year by year.",
    "perspectives": "To whom an account is major: to the company, the field and others.",
    "pareto": "The few customers that bring most of the business.",
    "concentration": "From how few customers the revenue comes, and how satisfied they are.",
    "functions": "Which of our functions and channels have a role in a plan, and which have none.",
    "headcount": "Our own people who work at a customer's.",
    "value": "Value documented, claimed, confirmed, disputed; what is late to be claimed.",
    "articulation": "For which accounts results can be stated as metric, KPI and ROI.",
    "promises": "Promises, their benchmarks, and what was measured.",
    "outcomes": "What customers want in figures, and who works for it.",
    "mutual": "What customers gained by us and we by them, year by year.",
    "services": "Services beyond the product, and what they set us apart by.",
    "sponsors": "What each sponsor has of us, and what backing us brought them.",
    "anecdotes": "The stories we may tell, with consent and provenance.",
    "insider": "How far inside each customer we are, and whether we dominate.",
    "inertia": "Whether the customer's years begin with us in its plans, and who stays.",
    "loyalty": "Who is loyal to whom of ours, and what is at risk.",
    "relationships": "The map of who matters, how they stand to each other and to us.",
    "scales": "Relationships, performance and the business between us, side by side.",
    "ladders": "How what we offer, and our relationships, climbed.",
    "penetration": "Demand created and answered, leads from executive selling, insider's work.",
    "creation": "How far demand creation came with each executive.",
    "buying": "How each customer buys, and where we are a trusted partner.",
    "first-wins": "How large the first win in each account was.",
    "wins": "What our wins rested on.",
    "processes": "The five processes that sell, by account.",
    "radiation": "Which win led to which opportunity, and whether we go on from it.",
    "lineage": "Which sponsor brought us to which.",
    "phases": "The sale we make, the promise we fulfil, the customer we grow, by engagement.",
    "lifecycle": "Which stages each account went through, and for how long.",
    "first-projects": "How the first project went, and whether repeat business came of it.",
    "leverage": "Whether we win more where somebody powerful stands by us.",
    "edition": "The plan as the customer reads it, without what is internal.",
    "editions": "Who received which edition of a plan when, and what was heard of it.",
    "hypotheses": "Which items of a plan the customer confirmed, and which are ours alone.",
    "status-call": "Which major accounts were reported on a status call, and which were not.",
    "governance": "Weekly meetings, who answers for the record, whose the plan is.",
    "goals": "Each goal: then, now, target, due; what the tier calls for beside.",
    "quadrant": "Progress to plan beside quota attainment: who is where.",
    "discipline": "What pulls a team apart: directives, messages, promises, overlaps, support.",
    "engagement": "Who of ours does what for an account, who is engaged, how long they stay.",
    "plan": "What an account's plan holds, who made it, and what it lacks.",
    "roadmap": "What is to be done, by function and by day.",
    "execution": "What of the approved plans was carried out, and how they drifted.",
    "conformance": "Which decisions on status came of the process, and which went round it.",
    "aims": "How far the plan covers the four aims, and the two ends they serve.",
    "candidate": "One account as a candidate for major status, row by row.",
    "candidates": "Every account as a candidate for major status, ranked.",
    "investment": "What came back of what we put into accounts, and what was wasted.",
    "resources": "Help and money that an account gets and others do not, and its cost.",
    "escalations": "Who of ours sponsors an account, and what became of issues escalated.",
    "commitments": "Which accounts spend more, stay longer, and settled on us for years.",
    "profit": "Profit by tier, and the share of the largest customers in it.",
    "labels": "What the company calls each account, and whether it has a team of its own.",
    "analyses": "Which analyses of each customer are on file, old or missing.",
    "challenges": "What customers face and could gain, and what was addressed.",
    "coaching": "Who manages accounts, when they were coached, how they manage.",
    "programme": "How the programme itself stands: funding, rules, coaching, analyses.",
    "programme-years": "What came of the programme, by its own years.",
    "scorecard": "Each account by three heads: discipline, the customer, the process.",
    "trust": "How likely executives are to come to trust us.",
    "continuity": "Who of those that won the business delivers it, win by win.",
    "cover": "Who of ours looks after whom of theirs, function by function.",
    "roster": "Who sees to an account, which seats are empty, and what is unwise.",
    "participation": "How far the customer takes part in planning, cycle by cycle.",
    "co-creation": "Sessions with the customer, how deep they went, and what came of them.",
    "change": "Initiatives, the case for each change, and whether it is managed.",
    "alignment": "Where what the customer cares for is not what we offer.",
    "validation": "Which opportunities the customer validated, and what was spent on the others.",
    "before-after": "What was measured before the customer took part in planning, and since.",
    "traits": "Which way an account's team leans, trait by trait, and its skills.",
    "tiers": "Tiers indicated and assigned, categories of revenue, and who moved between two days.",
    "whitespace": "Which unit of a customer has what from whom, and what is untapped.",
    "wallet": "Our share of what each customer spends, year by year.",
    "playbooks": "How customers of each maturity and tier are treated.",
    "effort": "What we do for each account beside what it spent.",
    "visibility": "How early we learned of opportunities, period by period.",
}

# What each noun records. One that is not here comes from a plug-in.
NOUNS: Final[dict[str, str]] = {
    "account": "Open, rename, link, merge, split; its file, sites, owner, partners; where we are present.",
    "revenue": "What the customer paid us, and what we expect.",
    "stakeholder": "Who matters at the customer, how they stand to us, and what moves them.",
    "sponsor": "The executives inside the account who back us.",
    "opportunity": "What we may win next, how it came about, how it was decided, and the wider play.",
    "competitor": "Whether the customer turned to a competitor, and who is loyal to one.",
    "contract": "What was signed for what we won, renewed, ended; what they settled on for years.",
    "investment": "What we put into the account, and what serving it cost us.",
    "resource": "Help that other accounts do not get: technical, business, product, concierge.",
    "activity": "What we do with the customer, by the five processes that sell.",
    "challenge": "What the customer faces and could gain, and what was done about it.",
    "escalation": "Issues that go to our executive sponsor, and how they were resolved.",
    "delivery": "Our projects, how they went and how they ended.",
    "promise": "What we promised, the benchmarks agreed for it, and what was measured.",
    "service": "Services beyond the product itself, and their delivery.",
    "value": "What our work was worth to the customer.",
    "outcome": "What the customer wants in figures, and who confirmed them.",
    "cycle": "The rounds in which the plan is made, carried out and looked back on.",
    "goal": "What the account is to come to, how far it has, and for which periods that was agreed.",
    "session": "Co-creation: new possibilities worked out with the customer.",
    "initiative": "What changes at the customer: why, why now, how, and who is to act how.",
    "focus": "Where what they care for is not what we offer.",
    "plan": "The plan: what it counts on, who made it and answers for what, who approved it.",
    "action": "The actions that serve the plan's aims: what each takes, in which order, by when.",
    "insider": "What makes us an insider: evidence, inside knowledge, their planning.",
    "team": "Our people who see to the account: seats, functions, contacts, crews, commitments, support.",
    "message": "What the team says to the account, who said it, and who said otherwise.",
    "meeting": "Meetings of the team, and what it reports on status calls.",
    "candidate": "How the account looks as a candidate, row by row.",
    "tier": "The tier an account is assigned.",
    "qualify": "Open, grant, refuse, review, revoke major status.",
    "staff": "Our own people: skills, to whom they report, how they are coached and paid.",
    "programme": "Policy, targets, funding, pay models, playbooks; who takes part; our own revenue.",
}

# The nouns as the root help lists them: together on a line, and what the line is about.
FAMILIES: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("account", "stakeholder", "sponsor", "competitor"), "The customer, its people, those who back us."),
    (("revenue", "opportunity", "contract", "investment"), "What they pay, signed, may buy; what we spend."),
    (("activity", "delivery", "promise", "escalation"), "What we do, deliver, promise and put right."),
    (("value", "outcome", "service", "resource"), "What it was worth, and what more they get."),
    (("session", "initiative", "focus", "challenge"), "What they face; what we work out with them."),
    (("cycle", "goal", "plan", "action", "meeting"), "What we mean to do, and how we follow it up."),
    (("tier", "qualify", "candidate", "insider"), "How far the account has come; how far inside we are."),
    (("team", "message", "staff", "programme"), "Our side: people, messages, policy and targets."),
)

# Heading, and its commands; those that record come after the nouns.
SECTIONS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("Start", {name: PLAIN[name].help for name in ("init", "demo", "import", "config")}),
    ("Record", {name: PLAIN[name].help for name in ("record", "correct", "withdraw")}),
    (
        "Ask",
        {
            name: PLAIN[name].help
            for name in (
                "list",
                "show",
                "timeline",
                "diff",
                "why",
                "decisions",
                "check",
                "report",
                "query",
                "views",
            )
        },
    ),
    (
        "Assure and keep",
        {
            name: PLAIN[name].help
            for name in (
                "keygen",
                "checkpoint",
                "prove",
                "verify",
                "evidence",
                "person",
                "doctor",
                "backup",
                "restore",
            )
        },
    ),
)

# Commands that the root help lists together, on a line, and what the line says.
TOGETHER: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("init", "demo"), "Create a ledger; build a fictitious one, and see how an account became major."),
    (("correct", "withdraw"), "Record a fact again as it should have been; take one back for good."),
    (("query", "views"), "Ask in SQL, read-only; the ledger as tables in a SQLite file."),
    (("keygen", "checkpoint"), "Make keys; sign the head of the ledger, for others to keep."),
    (("person", "doctor"), "Show or erase all that is held about somebody; examine the installation."),
    (("backup", "restore"), "Copy the ledger, verified; make one of a copy, without losing proof."),
)

# Where to look next; shown below a command's help.
NEIGHBOURS: Final[dict[str, str]] = {
    "account": "`list` and `show` tell of accounts; `correct` and `withdraw` mend what was recorded.",
    "revenue": "`import` records payments from files; `report revenue` adds them up.",
    "stakeholder": "`sponsor` names the executives among them who back us.",
    "sponsor": "`stakeholder identify` comes first; `why` says whether criterion 3 holds.",
    "opportunity": "`plan add` makes the plan count on one; `why` says whether criteria 2 and 4 hold.",
    "investment": "`opportunity identify` comes before the cost of landing one; `report investment` adds up.",
    "resource": "`investment make` says what one costs; `report resources` adds up.",
    "challenge": "`opportunity identify` says what we may sell; `report challenges` what they face.",
    "escalation": "`team seat` names our executive sponsor first; `report escalations` says what is open.",
    "competitor": "`opportunity lose` says what we lost, and to whom; `report insider` what follows.",
    "contract": "`opportunity win` comes first; `delivery` records what is done for it.",
    "activity": "`stakeholder` records who takes part; `opportunity identify` what comes of it, by --lead.",
    "delivery": "`value document` links results to a project; `why` says whether criterion 2 holds.",
    "value": "`delivery` and `promise` come first; `why` says whether criterion 2 holds.",
    "promise": "`delivery` records the projects; `value` what came of them.",
    "service": "`value rate` says how far what we offer is set apart.",
    "outcome": "`action add` says who works for one; `value` records what came of it.",
    "cycle": "`goal set` says what it is to come to; `plan draft` how.",
    "goal": "`action add` says what is done for one, by --goal.",
    "session": "`opportunity identify` records what came of one, by --session; `report co-creation` adds up.",
    "initiative": "`session hold` says where an answer was worked out; `report change` says what is missing.",
    "focus": "`report alignment` says what stands; `opportunity validate` what the customer says of one.",
    "plan": "`action` records what is to be done; `report plan` what it lacks, `report execution` what was.",
    "action": "`plan draft` says what they are for; `why` says whether criterion 5 holds.",
    "message": "`staff identify` comes first; `report discipline` tells who deviated.",
    "meeting": "`plan draft` and `team seat` come first; `programme status-call` says that a call was held.",
    "candidate": "`account statement` files what a row may rest on; `report candidates` ranks them.",
    "insider": "`stakeholder identify` comes first; `report insider` says how far inside we are.",
    "tier": "`report tiers` says which tier the facets indicate, and what keeps an account from the next.",
    "qualify": "`why` says which criteria hold; `decisions` lists what was decided.",
    "team": "`staff identify` comes first, and `qualify grant`: a team is formed for a major account.",
    "staff": "`team seat` seats them; `stakeholder` tells of the customer's people.",
    "programme": "`why` judges by the policy in force on the day it is asked about.",
    "record": "`import` reads files that others made; `correct` and `withdraw` mend what was recorded.",
    "correct": "`timeline` shows facts by name; `withdraw` takes one back for good.",
    "withdraw": "`timeline` shows facts by name; `correct` replaces one.",
    "import": "`report revenue` adds up what was imported; `record` takes events of any kind.",
    "list": "`show` and `why` tell of one account; `report` tells of the programme.",
    "show": "`timeline` says how it came to this; `why` says whether it is major.",
    "timeline": "`show` says what it came to; `diff` what changed between two days.",
    "diff": "`timeline` shows every fact between; `show` one day.",
    "why": "`decisions` lists what was decided; `qualify` records a decision.",
    "decisions": "`why` says what one account's status rests on; `qualify` records a decision.",
    "check": "`why` tells what a finding rests on; `verify` checks the record, `doctor` the installation.",
    "report": "`list` shows a row per account; `show` tells of one.",
    "query": "`views` writes the tables to a file; `report` and `list` answer what is asked often.",
    "views": "`query` asks the tables, and lists them with --tables.",
    "evidence": "`decisions --evidence` shows what was shown for decisions; `verify` checks the record.",
    "verify": "`check` looks at the business, `doctor` at the installation; `why` and `timeline` tell.",
    "checkpoint": "`keygen` makes the key; `verify` holds the ledger against a checkpoint that was kept.",
    "person": "`verify` finds the record as sound as before an erasure; `doctor` one that was not finished.",
    "prove": "`checkpoint` comes first; `verify` verifies a bundle; `why` and `timeline` tell without proof.",
    "demo": "`init` creates a ledger of your own.",
    "init": "`demo` builds a ledger to look around in; `config` shows which ledger is used.",
    "config": "`doctor` examines the installation; `verify` says whether the record was altered.",
    "doctor": "`verify` checks the record itself, `check` the business; `config` shows each setting.",
}

EXIT_CODES: Final = (
    "0 done, or yes · 1 the answer is no, findings, or verification failed · 2 bad input ·",
    "3 not found, or ambiguous · 4 refused by a rule · 5 conflict, safe to retry ·",
    "6 imported, with rejects · 7 verified, by nothing outside · 9 ledger fault · 70 our bug",
)
