from django.urls import URLPattern, path

from acknowledgements.views import (
    board,
    links,
    meetings,
    own,
    paper,
    questions,
    receipts,
    rounds,
    scans,
)
from acknowledgements.views.place import BY_LINK, SIGNED_IN

app_name = "acknowledgements"

urlpatterns: list[URLPattern] = [
    path("", own.my_sign_offs, name="my_sign_offs"),
    *SIGNED_IN.addresses("", own.sign),
    path("board/questions/", questions.questions, name="questions"),
    path("board/questions/<int:pk>/", questions.question, name="question"),
    path("board/answers/", questions.answers, name="answers"),
    path("board/answers/<int:pk>/", questions.pass_on, name="pass_on"),
    path("board/declined/", questions.declined, name="declined"),
    *BY_LINK.addresses("my-link/", links.link_sign),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<int:pk>/", rounds.round_progress, name="round"),
    path("rounds/<int:pk>/close/", rounds.close_confirmation, name="close_confirmation"),
    path("rounds/confirm/", rounds.choose_policy, name="choose_policy"),
    path("rounds/confirm/<int:pk>/", rounds.confirm, name="confirm"),
    path("board/", board.board, name="board"),
    path("board/<int:pk>/", board.board_round, name="board_round"),
    path("board/<int:pk>/chase/", board.chase, name="chase"),
    path("board/<int:pk>/people/<int:person>/link/", board.send_link, name="send_link"),
    path("board/<int:pk>/slips/", paper.slips, name="slips"),
    path("board/<int:pk>/slips/ready/", paper.slips_ready, name="slips_ready"),
    path("board/<int:pk>/slips/pdf/", paper.slips_pdf, name="slips_pdf"),
    path("board/paper/", paper.enter_slip, name="enter_slip"),
    path("board/paper/<int:pk>/", paper.record_slip, name="record_slip"),
    path("board/scans/<int:pk>/", scans.scan, name="scan"),
    path("board/meetings/", meetings.meetings, name="meetings"),
    path("board/meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path(
        "board/meetings/<int:pk>/<int:round_pk>/<slug:capacity>/",
        meetings.record_sheet,
        name="record_sheet",
    ),
    path(
        "board/meetings/<int:pk>/<int:round_pk>/<slug:capacity>/sheet/",
        meetings.print_sheet,
        name="print_sheet",
    ),
    path("receipts/<int:pk>/", receipts.receipt, name="receipt"),
    path("check/", receipts.check_receipt, name="check_receipt"),
    path("check/<str:code>/", receipts.checked_receipt, name="checked_receipt"),
]
