from django.urls import path

from consents.views import (
    answering,
    class_list,
    office,
    photos,
    photos_deciding,
    shared,
    shared_office,
)

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
    path("families/", shared.shared, name="shared"),
    path("families/ask/", shared.ask_to_share, name="ask_to_share"),
    path("families/<int:pk>/", shared.shared_picture, name="shared_picture"),
    path("families/<int:pk>/answer/", shared.answer_shared, name="answer_shared"),
    path("families/<int:pk>/preview/", shared.shared_preview, name="shared_preview"),
    path("families/never-ask/", shared.never_ask, name="never_ask"),
    path("by-link/families/", shared.link_shared, name="link_shared"),
    path("by-link/families/ask/", shared.link_ask_to_share, name="link_ask_to_share"),
    path("by-link/families/<int:pk>/", shared.link_shared_picture, name="link_shared_picture"),
    path("by-link/families/<int:pk>/answer/", shared.link_answer_shared, name="link_answer_shared"),
    path(
        "by-link/families/<int:pk>/preview/", shared.link_shared_preview, name="link_shared_preview"
    ),
    path("by-link/families/never-ask/", shared.link_never_ask, name="link_never_ask"),
    path("families/to-match/", shared_office.shared_to_match, name="shared_to_match"),
    path("families/to-match/<int:pk>/", shared_office.match_shared, name="match_shared"),
    path("families/to-match/<int:pk>/told/", shared_office.told_shared, name="told_shared"),
    path("families/to-match/<int:pk>/end/", shared_office.stop_shared, name="stop_shared"),
    path(
        "families/to-match/<int:pk>/preview/", shared_office.office_preview, name="office_preview"
    ),
]
