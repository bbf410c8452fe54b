"""What a list of people would change: its lines compared with everybody the school knows.

A person is known by e-mail address, or by name where there is none; a child by name, while on the
roll. A line that says what is on record already changes nothing, so a list can be put in twice. A
line that contradicts the record is a fault, not a change: a misprint must not rename somebody.

A line that would change who is asked for a child of whoever brings the list is left out, for a
colleague to bring in; the others go on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format

from school import people_import
from school.models import Child, Parenthood, Person, Role, RoleAssignment, SchoolClass
from school.people_import import Fault, Row
from school.people_links import Links, links_of
from school.roles import Held, clash


@dataclass(frozen=True)
class Step:
    """What one line of the list would do, in words; nothing said means no change."""

    line: int
    who: str
    what: tuple[str, ...]


@dataclass
class Plan:
    """Everything a list would write, not written yet, and what stands in its way."""

    people: list[Person] = field(default_factory=list)
    roles: list[RoleAssignment] = field(default_factory=list)
    ended_roles: list[RoleAssignment] = field(default_factory=list)
    classes: list[SchoolClass] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    moved_children: list[Child] = field(default_factory=list)
    parents: list[Parenthood] = field(default_factory=list)
    changed_parents: list[Parenthood] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # The lines about children of whoever brings the list: line, and the child's name.
    for_a_colleague: list[tuple[int, str]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return how many of each would be written: all that an audit event may say."""
        return {
            "people": len(self.people),
            "roles": len(self.roles),
            "ended_roles": len(self.ended_roles),
            "classes": len(self.classes),
            "children": len(self.children),
            "moved_children": len(self.moved_children),
            "parents": len(self.parents),
            "changed_parents": len(self.changed_parents),
        }

    def links(self, today: date) -> "Links":
        """Return on which days how many parents would be sent their link."""
        return links_of(self.parents + self.changed_parents, today)

    @property
    def changes_something(self) -> bool:
        return any(self.counts().values())


class LineFault(Exception):
    """One line cannot be planned: which column, and why."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(problem)
        self.column, self.problem = column, problem


def key(name: str) -> str:
    """Return the form in which two spellings of one name are the same."""
    return " ".join(name.split()).casefold()


class Known:
    """Everybody on record, looked up in five queries however long the list is."""

    def __init__(self, today: date) -> None:
        self.by_email: dict[str, Person] = {}
        self.by_name: dict[str, list[Person]] = {}
        for person in Person.objects.all():
            self.add_person(person)
        self.assignments: dict[str, list[RoleAssignment]] = {}
        for assignment in RoleAssignment.objects.select_related("person"):
            self.assignments.setdefault(identity(assignment.person), []).append(assignment)
        self.classes = {key(each.name): each for each in SchoolClass.objects.all()}
        on_roll = Child.objects.on_roll_or_to_come(today).select_related("school_class")
        self.children = {key(child.full_name): child for child in on_roll}
        self.parents = {
            (key(tie.child.full_name), identity(tie.person)): tie
            for tie in Parenthood.objects.select_related("child", "person")
            if self.children.get(key(tie.child.full_name)) == tie.child
        }

    def children_of(self, parent: Person) -> frozenset[str]:
        """Return the names of somebody's own children, as `key` has them."""
        return frozenset(name for (name, _), tie in self.parents.items() if tie.person == parent)

    def add_person(self, person: Person) -> None:
        if person.email:
            self.by_email[person.email.lower()] = person
        self.by_name.setdefault(key(person.full_name), []).append(person)


def identity(person: Person) -> str:
    """Return what tells a person from others before they have a row: address, or else name."""
    return person.email.lower() if person.email else f"name {key(person.full_name)}"


def plan_people(
    rows: Iterable[Row], *, may_give: frozenset[str], today: date, by: Person | None
) -> Plan:
    """Return what these rows would change, if somebody who may give those roles brought them."""
    planner, rows = _Planner(Known(today), may_give, today, by), list(rows)
    planner.find_own(rows)
    for row in rows:
        planner.take(row)
    return planner.plan


class _Planner:
    def __init__(
        self, known: Known, may_give: frozenset[str], today: date, by: Person | None
    ) -> None:
        self.known, self.may_give, self.today = known, may_give, today
        self.by, self.own_children = by, known.children_of(by) if by else frozenset()
        self.plan = Plan()
        self.line_of: dict[object, int] = {}
        self.said: list[str] = []

    def find_own(self, rows: Iterable[Row]) -> None:
        """Count among the children of whoever brings the list those that it makes theirs."""
        if self.by and self.by.email:
            email = self.by.email.lower()
            mine = (row for row in rows if row.role == Role.PARENT and row.email == email)
            self.own_children |= {key(row.child_name) for row in mine}

    def take(self, row: Row) -> None:
        """Plan one line, or note its fault, or that a colleague has to bring it in."""
        if self.is_for_a_colleague(row):
            self.plan.for_a_colleague.append((row.line, row.child_name))
            return
        self.said = []
        try:
            person = self.person(row)
            if row.role == Role.PARENT:
                self.parent(row, person)
            else:
                self.role(row, person)
        except LineFault as fault:
            self.plan.faults.append(Fault(row.line, fault.column, fault.problem))
        else:
            self.plan.steps.append(Step(row.line, row.full_name, tuple(self.said)))

    def is_for_a_colleague(self, row: Row) -> bool:
        """Tell whether a line would change who is asked for a child of whoever brings the list.

        A line that says what is on record already changes nothing, and may stand.
        """
        name = key(row.child_name)
        if row.role != Role.PARENT or name not in self.own_children:
            return False
        who = row.email or f"name {key(row.full_name)}"
        tie = self.known.parents.get((name, who))
        return tie is None or bool(_changed(tie, told_of(row, tie)))

    def only_here(self, line: int, *what: object) -> None:
        """Refuse a line that says again what an earlier line says."""
        if (earlier := self.line_of.setdefault(what, line)) != line:
            raise LineFault("", f"This is on the list already, in line {earlier}. Take one out.")

    def person(self, row: Row) -> Person:
        person = self.known_or_new(row)
        if not person.is_active:
            raise LineFault(
                "full_name",
                f"{person} has left. Let them back on their page first, or take this line out.",
            )
        return person

    def known_or_new(self, row: Row) -> Person:
        namesakes = self.known.by_name.get(key(row.full_name), [])
        if not row.email:
            return self.person_without_email(row, namesakes)
        if person := self.known.by_email.get(row.email):
            if key(person.full_name) != key(row.full_name):
                raise LineFault(
                    "full_name",
                    f"“{row.email}” belongs to {person.full_name}, not to {row.full_name}. "
                    "Correct one of the two.",
                )
            return person
        if any(not person.email for person in namesakes):
            raise LineFault(
                "email",
                f"Somebody called {row.full_name} is known without an e-mail address. Add the "
                "address on their page, or write a middle name if this is somebody else.",
            )
        return self.new_person(row)

    def person_without_email(self, row: Row, namesakes: list[Person]) -> Person:
        if any(person.email for person in namesakes):
            raise LineFault(
                "email",
                f"Somebody called {row.full_name} is known by an e-mail address. Write it here, "
                "or write a middle name if this is somebody else.",
            )
        if len(namesakes) > 1:
            raise LineFault(
                "full_name", f"There are {len(namesakes)} people of this name without an address."
            )
        return namesakes[0] if namesakes else self.new_person(row)

    def new_person(self, row: Row) -> Person:
        person = Person(full_name=row.full_name, email=row.email or None)
        person.set_unusable_password()
        self.known.add_person(person)
        self.plan.people.append(person)
        self.said.append("New person" if row.email else "New person, without an e-mail address")
        return person

    def role(self, row: Row, person: Person) -> None:
        new = Held(row.role, row.starts_on or self.today, row.ends_on)
        if row.ends_on and row.ends_on < new.starts_on:
            raise LineFault("starts_on", "A role that has ended needs its first day.")
        self.only_here(row.line, identity(person), row.role, new.starts_on)
        held = self.known.assignments.setdefault(identity(person), [])
        same = next((each for each in held if each.role == new.role and overlap(each, new)), None)
        if same and (same.ends_on or not new.ends_on):
            return
        label = Role(row.role).label
        if row.role not in self.may_give:
            raise LineFault("role", f"You cannot give or end the role “{label}”. Take it out.")
        if same:
            same.ends_on = new.ends_on
            self.plan.ended_roles.append(same)
            self.said.append(f"{label}{until(new)}")
            return
        if problem := clash(new, (as_held(each) for each in held)):
            raise LineFault("role", problem)
        assignment = RoleAssignment(person=person, **new._asdict())
        held.append(assignment)
        self.plan.roles.append(assignment)
        self.said.append(f"{label} from {date_format(new.starts_on)}{until(new)}")

    def parent(self, row: Row, person: Person) -> None:
        child = self.child(row)
        self.only_here(row.line, identity(person), "parent of", key(row.child_name))
        place = (key(child.full_name), identity(person))
        if tie := self.known.parents.get(place):
            self.changed_parent(row, tie)
            return
        tie = Parenthood(
            child=child,
            person=person,
            relationship=row.relationship,
            has_responsibility=row.has_responsibility is not False,
            is_restricted=bool(row.is_restricted),
        )
        self.known.parents[place] = tie
        self.plan.parents.append(tie)
        self.said.append(f"Parent or carer of {child.full_name}")
        if not tie.has_responsibility:
            self.said.append("Without parental responsibility: not asked")
        if tie.is_restricted:
            self.said.append("Under a court restriction: not asked")

    def changed_parent(self, row: Row, tie: Parenthood) -> None:
        if tie.is_restricted and row.is_restricted is False:
            raise LineFault(
                "court_restriction",
                "A court restriction is on record. Only the child's page can lift it: leave this "
                "blank.",
            )
        told = told_of(row, tie)
        if not (changed := _changed(tie, told)):
            return
        for name in changed:
            setattr(tie, name, told[name])
        self.plan.changed_parents.append(tie)
        what = ", ".join(sorted(name.removeprefix("has_").removeprefix("is_") for name in changed))
        self.said.append(f"Parent or carer of {tie.child.full_name}: {what} changes")

    def child(self, row: Row) -> Child:
        if (joins_on := row.joins_on) is None:
            raise LineFault("joins_on", people_import.NEEDED_BY_A_PARENT)
        child = self.known.children.get(key(row.child_name))
        earlier = self.line_of.get(("child", key(row.child_name)))
        self.line_of.setdefault(("child", key(row.child_name)), row.line)
        if child is None:
            return self.new_child(row, joins_on)
        if child.admitted_on != joins_on:
            raise LineFault(
                "joins_on",
                f"{child.full_name} joins on {date_format(child.admitted_on)}"
                f"{f' in line {earlier}' if earlier else ', as known already'}. Correct one, or "
                "write a middle name if this is another child.",
            )
        if child.school_class and key(child.school_class.name) == key(row.class_name):
            return child
        if earlier and child.school_class:
            raise LineFault(
                "class", f"{child.full_name} is in {child.school_class} in line {earlier}."
            )
        child.school_class = self.school_class(row)
        self.plan.moved_children.append(child)
        self.said.append(f"{child.full_name} moves to {child.school_class}")
        return child

    def new_child(self, row: Row, joins_on: date) -> Child:
        child = Child(
            full_name=row.child_name,
            school_class=self.school_class(row),
            admitted_on=joins_on,
        )
        self.known.children[key(row.child_name)] = child
        self.plan.children.append(child)
        self.said.append(f"New child: {child.full_name}, {child.school_class}")
        return child

    def school_class(self, row: Row) -> SchoolClass:
        place = key(row.class_name)
        if place not in self.known.classes:
            self.known.classes[place] = SchoolClass(name=row.class_name)
            self.plan.classes.append(self.known.classes[place])
            self.said.append(f"New class: {row.class_name}")
        return self.known.classes[place]


def told_of(row: Row, tie: Parenthood) -> dict[str, str | bool]:
    """Return what ties a parent to a child as a line says it; what it leaves blank stays."""
    says = row.has_responsibility
    return {
        "relationship": row.relationship or tie.relationship,
        "has_responsibility": tie.has_responsibility if says is None else says,
        "is_restricted": tie.is_restricted or bool(row.is_restricted),
    }


def _changed(tie: Parenthood, told: dict[str, str | bool]) -> set[str]:
    return {name for name, value in told.items() if getattr(tie, name) != value}


def as_held(assignment: RoleAssignment) -> Held:
    return Held(assignment.role, assignment.starts_on, assignment.ends_on)


def until(held: Held) -> str:
    return f" until {date_format(held.ends_on)}" if held.ends_on else ""


def overlap(assignment: RoleAssignment, new: Held) -> bool:
    return as_held(assignment).overlaps(new)
