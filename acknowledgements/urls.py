from django.urls import URLPattern, path

from acknowledgements.views import board, links, own

app_name = "acknowledgements"

urlpatterns: list[URLPattern] = [
    path("", own.my_sign_offs, name="my_sign_offs"),
    path("<int:pk>/", own.sign, name="sign"),
    path("my-link/<int:pk>/", links.link_sign, name="link_sign"),
    path("board/", board.board, name="board"),
    path("board/<int:pk>/", board.board_round, name="board_round"),
    path("board/<int:pk>/chase/", board.chase, name="chase"),
    path("board/<int:pk>/people/<int:person>/link/", board.send_link, name="send_link"),
]
