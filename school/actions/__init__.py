"""Every write of this room: people, roles, children, lists of people, the calendar, the school."""

from school.actions.calendar import add_closure, add_term, remove_closure, remove_term
from school.actions.children import (
    NewParent,
    add_child,
    add_parent,
    change_child,
    change_parent,
)
from school.actions.imports import apply_people_import, import_people, plan_of, preview_people
from school.actions.leave import end_leave, note_leave, remove_leave
from school.actions.leaving import let_back, note_left
from school.actions.links import print_link
from school.actions.people import (
    add_person,
    add_role,
    change_person,
    end_role,
    give_own_address,
)
from school.actions.services import check_services, save_service
from school.actions.settings import change_school

__all__ = [
    "NewParent",
    "add_child",
    "add_closure",
    "add_parent",
    "add_person",
    "add_role",
    "add_term",
    "apply_people_import",
    "change_child",
    "change_parent",
    "change_person",
    "change_school",
    "check_services",
    "end_leave",
    "end_role",
    "give_own_address",
    "import_people",
    "let_back",
    "note_leave",
    "note_left",
    "plan_of",
    "preview_people",
    "print_link",
    "remove_closure",
    "remove_leave",
    "remove_term",
    "save_service",
]
