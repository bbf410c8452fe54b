from django.urls import path

from governance.history import views as history
from governance.inspection import views as inspection
from governance.report import views as report
from governance.views import advice, panel, referrals

app_name = "governance"

urlpatterns = [
    path("refer/<uuid:case>/", referrals.refer, name="refer"),
    path("referrals/", panel.referrals, name="referrals"),
    path("referrals/<uuid:pk>/", panel.referral, name="referral"),
    path("referrals/<uuid:pk>/files/<int:number>/", panel.shared_file, name="shared_file"),
    path("referrals/<uuid:pk>/decide/", panel.decide, name="decide_referral"),
    path("referrals/<uuid:pk>/advice/", advice.seek, name="seek_advice"),
    path("referrals/<uuid:pk>/preview/", referrals.preview, name="preview_referral"),
    path("referrals/<uuid:pk>/end/", referrals.end_referral, name="end_referral"),
    path("referrals/<uuid:pk>/day/", referrals.change_last_day, name="change_last_day"),
    path("referrals/<uuid:pk>/end/<int:person>/", referrals.end_for_one, name="end_for_one"),
    path("advice/", advice.mine, name="advice_list"),
    path("advice/<uuid:pk>/", advice.advice, name="advice"),
    path("advice/<uuid:pk>/add/", advice.add, name="add_to_advice"),
    path("advice/<uuid:pk>/files/<int:number>/", advice.file, name="advice_file"),
    path("advice/<uuid:pk>/readers/", advice.readers, name="advice_readers"),
    path("advice/<uuid:pk>/readers/<int:person>/end/", advice.end_naming, name="end_naming"),
    path("advice/<uuid:pk>/release/", advice.release, name="release_advice"),
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
