from django.urls import path

from consents.views import answering, class_list, office, photos, photos_deciding

app_name = "consents"

urlpatterns = [
    path("", answering.pictures, name="pictures"),
    path("by-link/", answering.link_pictures, name="link_pictures"),
    path("classes/", class_list.class_list, name="class_list"),
    path("children/<int:pk>/", office.child, name="child"),
    path("children/<int:pk>/parents/<int:person>/", office.write_down, name="write_down"),
    path("to-take-down/", office.take_downs, name="take_downs"),
    path("to-take-down/<int:pk>/", office.finish_take_down, name="finish_take_down"),
    path("events/", photos.photo_requests, name="photo_requests"),
    path("events/ask/", photos.ask_to_post, name="ask_to_post"),
    path("events/<int:pk>/", photos_deciding.photo_request, name="photo_request"),
    path("events/<int:pk>/change/", photos.change_photo_request, name="change_photo_request"),
    path("events/<int:pk>/add/", photos.add_photos, name="add_photos"),
    path("events/<int:pk>/send/", photos.send_photo_request, name="send_photo_request"),
    path("events/<int:pk>/discard/", photos.discard_photo_request, name="discard_photo_request"),
    path("events/<int:pk>/withdraw/", photos_deciding.withdraw_photos, name="withdraw_photos"),
    path("events/images/<int:pk>/", photos.name_children, name="name_children"),
    path("events/images/<int:pk>/remove/", photos.remove_photo, name="remove_photo"),
    path("events/images/<int:pk>/preview/", photos_deciding.preview, name="preview"),
]
