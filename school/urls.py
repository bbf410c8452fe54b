from django.urls import path

from school.views import (
    calendar,
    children,
    imports,
    leave,
    leaving,
    links,
    people,
    services,
    settings,
)

app_name = "school"

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/import/", imports.import_people, name="import_people"),
    path("people/import/<int:pk>/", imports.import_preview, name="import_preview"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/change/", people.change_person, name="change_person"),
    path("people/<int:pk>/link/", links.print_link, name="print_link"),
    path("people/<int:pk>/roles/add/", people.add_role, name="add_role"),
    path("people/<int:pk>/leave/add/", leave.add_leave, name="add_leave"),
    path("leave/<int:pk>/end/", leave.end_leave, name="end_leave"),
    path("leave/<int:pk>/remove/", leave.remove_leave, name="remove_leave"),
    path("people/<int:pk>/left/", leaving.note_left, name="note_left"),
    path("people/<int:pk>/back/", leaving.let_back, name="let_back"),
    path("roles/<int:pk>/end/", people.end_role, name="end_role"),
    path("children/", children.children, name="children"),
    path("children/add/", children.add_child, name="add_child"),
    path("children/<int:pk>/", children.child, name="child"),
    path("children/<int:pk>/parents/add/", children.add_parent, name="add_parent"),
    path("parents/<int:pk>/", children.change_parent, name="change_parent"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/terms/add/", calendar.add_term, name="add_term"),
    path("calendar/terms/<int:pk>/remove/", calendar.remove_term, name="remove_term"),
    path("calendar/closures/add/", calendar.add_closure, name="add_closure"),
    path("calendar/closures/<int:pk>/remove/", calendar.remove_closure, name="remove_closure"),
    path("ages/", services.ages, name="ages"),
    path("services/", services.services, name="services"),
    path("services/add/", services.add_service, name="add_service"),
    path("services/checked/", services.check_services, name="check_services"),
    path("services/<int:pk>/", services.change_service, name="change_service"),
    path("settings/", settings.settings, name="settings"),
]
