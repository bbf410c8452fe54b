"""The people of the school, what each is to it, and when it is open."""

from school.models.calendar import ClosureDay, Term
from school.models.families import (
    Child,
    ChildQuerySet,
    Parenthood,
    ParenthoodQuerySet,
    SchoolClass,
)
from school.models.imports import PeopleImport, PeopleImportQuerySet
from school.models.leave import Leave, LeaveQuerySet
from school.models.links import PersonalLink, PersonalLinkQuerySet
from school.models.people import (
    Person,
    PersonManager,
    PersonQuerySet,
    Role,
    RoleAssignment,
    RoleAssignmentQuerySet,
)
from school.models.school import School
from school.models.service import Service, ServiceQuerySet

__all__ = [
    "Child",
    "ChildQuerySet",
    "ClosureDay",
    "Leave",
    "LeaveQuerySet",
    "Parenthood",
    "ParenthoodQuerySet",
    "PeopleImport",
    "PeopleImportQuerySet",
    "Person",
    "PersonManager",
    "PersonQuerySet",
    "PersonalLink",
    "PersonalLinkQuerySet",
    "Role",
    "RoleAssignment",
    "RoleAssignmentQuerySet",
    "School",
    "SchoolClass",
    "Service",
    "ServiceQuerySet",
    "Term",
]
