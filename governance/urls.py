from django.urls import path

from governance import views
from governance.history import views as history
from governance.inspection import views as inspection
from governance.report import views as report

app_name = "governance"

urlpatterns = [
    path("refer/<uuid:case>/", views.refer, name="refer"),
    path("referrals/", views.referrals, name="referrals"),
    path("referrals/<uuid:pk>/", views.referral, name="referral"),
    path("referrals/<uuid:pk>/end/", views.end_referral, name="end_referral"),
    path("history/", history.history, name="history"),
    path("history/print/", history.history_print, name="history_print"),
    path("history/counts.csv", history.history_csv, name="history_csv"),
    path("inspection/", inspection.inspections, name="inspections"),
    path("inspection/<uuid:pk>/", inspection.take, name="take_inspection"),
    path("reports/", report.reports, name="reports"),
    path("reports/<int:term>/", report.report, name="report"),
    path("reports/<int:term>/pdf/", report.report_pdf, name="report_pdf"),
    path("reports/<int:term>/publish/", report.publish, name="publish_report"),
]
