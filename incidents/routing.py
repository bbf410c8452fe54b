"""Who receives a report: a short list of rules, read from the top; the first that fits decides.

In words a deputy head could check (I3). Whoever a report is about must not receive it, nor
anybody who works for them, so those rules come first:

1. About the Headteacher and the chair of governors both: to the clerk to the governors, and the
   local authority designated officer (LADO) is named.
2. About the Headteacher: to the chair of governors. Never to the deputy, or to anybody else whom
   the Headteacher manages.
3. About the chair or another governor, a staff governor included: to the clerk.
4. About the clerk: to the chair.
5. About a member of staff: to the Headteacher.
6. A question, worry or complaint: to the Headteacher.
7. Everything else: to the Headteacher.

When that post is empty, or somebody in it is concerned, the next in the rule's line gets it. "A
governor" stands last in each line because that role is held by many, and a case should be known to
few. A role in which one person is concerned and another is not (two clerks, several governors) gets
it only after every role in which nobody is. A post whose holder is on long leave counts as empty
until they are back: whoever is next in line acts for them, and gives the case back that day. Only
where nobody else in the whole line is there does it wait for somebody on leave. If the whole line
is empty the report waits for the first in line who is not concerned, and the page says to contact
the LADO: it is never lost.

Whoever stepped back from a case counts as concerned, and so does each parent or carer of a child
whom a handler named in it as harmed or as having done it: nobody judges what was done to their own
child, or by them. Where a name only may be such a child, or another parent of theirs, the page
tells the handler at once and offers to hand the case over.

In the lines that begin with the Headteacher two things change the order. Once the Headteacher has
stepped back from a case, or has a child in it, those whom the Headteacher manages come last. What
was found to be a low-level concern goes to nobody in governance while the deputy or the DSL can
take it.

A child at risk: besides, the designated safeguarding lead (DSL) is told, whatever the rule. If the
DSL is concerned, or the post is empty, it is the Headteacher, the deputy, the chair or the clerk,
in that order, whoever is free and not already handling it. When the Headteacher is concerned,
neither the Headteacher nor the deputy is told in the DSL's place, and the LADO is named.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

HEADTEACHER = "headteacher"
DEPUTY = "deputy"
STAFF = "staff"
GOVERNOR = "governor"
CHAIR = "chair"
CLERK = "clerk"
DSL = "dsl"
OFFICE = "office"
VOLUNTEER = "volunteer"
PARENT = "parent"

ROLE_NAMES = {
    HEADTEACHER: "Headteacher",
    DEPUTY: "deputy headteacher",
    STAFF: "member of staff",
    GOVERNOR: "governor",
    CHAIR: "chair of governors",
    CLERK: "clerk to the governors",
    DSL: "designated safeguarding lead (DSL)",
    OFFICE: "school office",
    VOLUNTEER: "volunteer",
    PARENT: "parent or carer",
}

EMPLOYEES = frozenset({DEPUTY, STAFF, DSL, OFFICE})
MANAGED_BY_HEAD = frozenset({DEPUTY, DSL})
GOVERNING = frozenset({CHAIR, CLERK, GOVERNOR})
RECEIVE = (HEADTEACHER, DEPUTY, CHAIR, CLERK, DSL, GOVERNOR)


@dataclass(frozen=True)
class Facts:
    """What is known when a report arrives, or when somebody is named in it later.

    `kind` is a value of `incidents.models.Kind`. `subject_roles` holds the roles of every person
    that the report is about, as known or as the reporter described them. `eligible` holds the
    roles that somebody whom the report is not about holds today, and may handle it; `away` those
    that only somebody on long leave does.
    """

    kind: str
    subject_roles: frozenset[str]
    child_at_risk: bool
    eligible: frozenset[str]
    away: frozenset[str] = frozenset()
    head_stepped_back: bool = False
    is_low_level: bool = False


@dataclass(frozen=True)
class Rule:
    """One line of the list: `when` it applies, in words; why; and who gets it, in order."""

    code: str
    when: str
    because: str
    line: tuple[str, ...]
    applies: Callable[[Facts], bool]
    name_lado: bool = False

    def in_words(self) -> str:
        """Return the rule as a page or a document prints it."""
        first, *others = (f"the {ROLE_NAMES[role]}" for role in self.line[:-1])
        after = ", then ".join([*others, f"a {ROLE_NAMES[self.line[-1]]} who is not concerned"])
        lado = " The LADO is named." if self.name_lado else ""
        return f"{self.when}: to {first}. If nobody there is free: {after}.{lado}"


@dataclass(frozen=True)
class Route:
    """Where a report goes, and why.

    `stood_in_for` is the role that would have had it, were anybody there free; `acting_for` the one
    whose holder is only away, and gets it back. `waiting` says that nobody in the whole line is
    free: the case stays under `role` until somebody holds it, and its reporter reads whom to turn
    to meanwhile.
    """

    role: str
    rule: str
    because: str
    besides: tuple[str, ...]
    name_lado: bool
    stood_in_for: str | None
    acting_for: str | None = None
    waiting: bool = False


HEADS_LINE = (HEADTEACHER, DEPUTY, CHAIR, CLERK, DSL, GOVERNOR)

RULES = (
    Rule(
        code="about_head_and_chair",
        when="About the Headteacher and the chair of governors both",
        because=(
            "It is about the Headteacher and the chair of governors both, so it goes to the clerk "
            "to the governors, who contacts the local authority designated officer (LADO)."
        ),
        line=(CLERK, GOVERNOR),
        applies=lambda facts: {HEADTEACHER, CHAIR} <= facts.subject_roles,
        name_lado=True,
    ),
    Rule(
        code="about_head",
        when="About the Headteacher",
        because=(
            "It is about the Headteacher, so it goes to the chair of governors, and to nobody "
            "whom the Headteacher manages."
        ),
        line=(CHAIR, CLERK, GOVERNOR),
        applies=lambda facts: HEADTEACHER in facts.subject_roles,
    ),
    Rule(
        code="about_governor",
        when="About the chair of governors or another governor",
        because="It is about a governor, so it goes to the clerk to the governors.",
        line=(CLERK, CHAIR, GOVERNOR),
        applies=lambda facts: not facts.subject_roles.isdisjoint({CHAIR, GOVERNOR}),
    ),
    Rule(
        code="about_clerk",
        when="About the clerk to the governors",
        because="It is about the clerk to the governors, so it goes to the chair of governors.",
        line=(CHAIR, HEADTEACHER, GOVERNOR),
        applies=lambda facts: CLERK in facts.subject_roles,
    ),
    Rule(
        code="staff_misuse",
        when="About a member of staff",
        because=(
            "It is about a member of staff, and the policy says that such a report goes to the "
            "Headteacher first."
        ),
        line=HEADS_LINE,
        applies=lambda facts: not facts.subject_roles.isdisjoint(EMPLOYEES),
    ),
    Rule(
        code="talk_to_us",
        when="A question, worry or complaint",
        because="It is a question, worry or complaint, so it goes to the Headteacher.",
        line=HEADS_LINE,
        applies=lambda facts: facts.kind == "concern",
    ),
    Rule(
        code="everything_else",
        when="Everything else",
        because="No other rule applies, so it goes to the Headteacher.",
        line=HEADS_LINE,
        applies=lambda facts: True,
    ),
)


def route(facts: Facts) -> Route:
    """Return where a report with these facts goes, by the first rule that fits."""
    rule = next(rule for rule in RULES if rule.applies(facts))
    line = _line(rule, facts)
    role = (
        _first_of(line, facts.eligible - facts.subject_roles)
        or _first_of(line, facts.eligible)
        or _first_of(line, facts.away - facts.subject_roles)
        or _first_of(line, facts.away)
        or _waits_for(line, facts)
    )
    waiting = role not in facts.eligible | facts.away
    besides = told_besides(role, facts)
    route = Route(
        role=role,
        rule=rule.code,
        because="",
        besides=besides,
        name_lado=rule.name_lado or waiting or _needs_lado(facts),
        stood_in_for=line[0] if role != line[0] else None,
        acting_for=_acting_for(role, line, facts),
        waiting=waiting,
    )
    return replace(route, because=" ".join(_reasons(rule, route, facts)))


def _line(rule: Rule, facts: Facts) -> tuple[str, ...]:
    """Return the rule's line, in the order that fits who stepped back and what was found."""
    if rule.line is not HEADS_LINE:
        return rule.line
    last: frozenset[str] = frozenset()
    if facts.is_low_level:
        last = GOVERNING
    elif facts.head_stepped_back:
        last = MANAGED_BY_HEAD
    return tuple(sorted(rule.line, key=lambda role: role in last))


def _first_of(line: tuple[str, ...], roles: frozenset[str]) -> str | None:
    return next((role for role in line if role in roles), None)


def _waits_for(line: tuple[str, ...], facts: Facts) -> str:
    unconcerned = (role for role in line if role not in facts.subject_roles)
    return next(unconcerned, line[0])


def _acting_for(role: str, line: tuple[str, ...], facts: Facts) -> str | None:
    """Return the first role before this one whose holder is away and not concerned."""
    before = line[: line.index(role)]
    return _first_of(before, facts.away - facts.subject_roles)


def told_besides(role: str, facts: Facts) -> tuple[str, ...]:
    """Return who is told besides whoever handles it, because a child may be at risk."""
    if not facts.child_at_risk:
        return ()
    if HEADTEACHER in facts.subject_roles:
        line: tuple[str, ...] = (DSL, CHAIR, CLERK)
    else:
        line = (DSL, HEADTEACHER, DEPUTY, CHAIR, CLERK)
    told = _first_of(line, facts.eligible - facts.subject_roles)
    return () if told in (None, role) else (told,)


def _needs_lado(facts: Facts) -> bool:
    return facts.child_at_risk and HEADTEACHER in facts.subject_roles


def _reasons(rule: Rule, route: Route, facts: Facts) -> list[str]:
    reasons = [rule.because]
    name = ROLE_NAMES[route.role]
    article = "a" if route.role == GOVERNOR else "the"
    if route.waiting:
        reasons.append(
            f"Nobody is free to take it yet. It waits here for the {name}; until then, contact the "
            "local authority designated officer (LADO) or the local authority."
        )
    elif route.acting_for:
        away = ROLE_NAMES[route.acting_for]
        reasons.append(f"The {away} is away, so {article} {name} acts on it until they are back.")
    elif route.stood_in_for:
        first = ROLE_NAMES[route.stood_in_for]
        reasons.append(f"No {first} is free to take it, so {article} {name} has it.")
    if route.besides:
        told = ROLE_NAMES[route.besides[0]]
        reasons.append(f"A child may be at risk, so the {told} is told as well.")
    elif facts.child_at_risk and route.role != DSL:
        reasons.append("A child may be at risk, and no safeguarding lead is free to be told.")
    if _needs_lado(facts) and not rule.name_lado:
        reasons.append("The local authority designated officer (LADO) has to be contacted.")
    return reasons
