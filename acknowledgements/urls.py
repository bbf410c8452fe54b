from django.urls import URLPattern, path

from acknowledgements.views import board, board_files, board_people, links, own

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
    path("board/find/", board_people.find, name="board_find"),
    path("board/people/<int:pk>/", board_people.person, name="board_person"),
    path("board/children/<int:pk>/", board_people.family, name="board_family"),
    path("board/classes/", board_people.classes, name="board_classes"),
    path("board/classes/<int:pk>/", board_people.school_class, name="board_class"),
    path("board/print/", board_files.print_all, name="board_print_all"),
    path("board/<int:pk>/print/", board_files.print_round, name="board_print"),
    path("board/<int:pk>/csv/", board_files.csv, name="board_csv"),
    path("board/<int:pk>/xlsx/", board_files.xlsx, name="board_xlsx"),
    path("board/<int:pk>/chase/", board.chase, name="chase"),
    path("board/<int:pk>/people/<int:person>/link/", board.send_link, name="send_link"),
]
