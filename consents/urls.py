from django.urls import path

from consents.views import answering, class_list, office

app_name = "consents"

urlpatterns = [
    path("", answering.pictures, name="pictures"),
    path("by-link/", answering.link_pictures, name="link_pictures"),
    path("classes/", class_list.class_list, name="class_list"),
    path("children/<int:pk>/", office.child, name="child"),
    path("children/<int:pk>/parents/<int:person>/", office.write_down, name="write_down"),
    path("to-take-down/", office.take_downs, name="take_downs"),
    path("to-take-down/<int:pk>/", office.finish_take_down, name="finish_take_down"),
]
