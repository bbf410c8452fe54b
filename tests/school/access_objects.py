"""What the addresses of this room point at when every role asks for them."""

from school.models import PeopleImport
from tests import factories


def objects(cast) -> dict[str, dict]:
    teacher, child = cast.class_teacher, cast.parent.children.get()
    upload = PeopleImport.objects.create(
        uploaded_by=cast.office,
        file_name="people.csv",
        content="full_name,email,role\nA B,,staff\n",
    )
    on_teacher, on_child = {"pk": teacher.pk}, {"pk": child.pk}
    leave = {"pk": factories.LeaveFactory(person=teacher).pk}
    return {
        "school:import_preview": {"pk": upload.pk},
        "school:person": on_teacher,
        "school:change_person": on_teacher,
        "school:print_link": on_teacher,
        "school:add_role": on_teacher,
        "school:add_leave": on_teacher,
        "school:end_leave": leave,
        "school:remove_leave": leave,
        "school:note_left": on_teacher,
        "school:let_back": on_teacher,
        "school:end_role": {"pk": teacher.assignments.get().pk},
        "school:child": on_child,
        "school:add_parent": on_child,
        "school:change_parent": {"pk": child.parenthoods.get().pk},
        "school:change_service": {"pk": factories.ServiceFactory().pk},
        "school:remove_term": {"pk": factories.TermFactory().pk},
        "school:remove_closure": {"pk": factories.ClosureDayFactory().pk},
    }
