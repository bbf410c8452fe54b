from django.urls import URLPattern, path

from acknowledgements.views import ages, board, chasing, links, own, reminders, settings

app_name = "acknowledgements"

urlpatterns: list[URLPattern] = [
    path("", own.my_sign_offs, name="my_sign_offs"),
    path("<int:pk>/", own.sign, name="sign"),
    path("link/<str:token>/", links.link, name="link"),
    path("my-link/", links.link_home, name="link_home"),
    path("my-link/<int:pk>/", links.link_sign, name="link_sign"),
    path("my-link/renew/", links.link_renew, name="link_renew"),
    path("board/", board.board, name="board"),
    path("board/<int:pk>/", board.board_round, name="board_round"),
    path("board/chase/", chasing.chase_all, name="chase_all"),
    path("board/<int:pk>/chase/", chasing.chase, name="chase"),
    path("board/<int:pk>/people/<int:person>/link/", board.send_link, name="send_link"),
    path("board/reminders/", reminders.reminders, name="reminders"),
    path("board/reminders/settings/", settings.settings, name="settings"),
    path("board/reminders/<str:day>/", reminders.reminders_of, name="reminders_of"),
    path("board/ages/", ages.age_reminders, name="age_reminders"),
    path("board/ages/plan/", ages.plan_age_reminder, name="plan_age_reminder"),
    path("board/ages/<int:pk>/", ages.age_reminder, name="age_reminder"),
    path("board/ages/<int:pk>/cancel/", ages.cancel_age_reminder, name="cancel_age_reminder"),
    path("board/ages/<int:pk>/send/", ages.send_age_reminder, name="send_age_reminder"),
    path("board/ages/<int:pk>/letter/", ages.age_letter, name="age_letter"),
]
