from django.urls import path

from reports.papers.models import FileForm
from reports.views import check_text, dashboard, monthly, summary, supervision

app_name = "reports"

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("monthly/", monthly.monthly_latest, name="monthly_latest"),
    path("monthly/<month:month>/<str:key>/", monthly.monthly, name="monthly"),
    path("monthly/<month:month>/<str:key>/year/", monthly.monthly_year, name="monthly_year"),
    path("monthly/<month:month>/<str:key>/table.xlsx", monthly.monthly_xlsx, name="monthly_xlsx"),
    path("check-text/", check_text.check_text, name="check_text"),
    path("summary/", summary.summary_latest, name="summary_latest"),
    path("summary/<month:month>/", summary.summary, name="summary"),
    path(
        "summary/<month:month>/summary.docx",
        summary.summary_file,
        {"form": FileForm.DOCX},
        name="summary_docx",
    ),
    path(
        "summary/<month:month>/summary.pdf",
        summary.summary_file,
        {"form": FileForm.PDF},
        name="summary_pdf",
    ),
    path(
        "summary/<month:month>/summary.xlsx",
        summary.summary_file,
        {"form": FileForm.XLSX},
        name="summary_xlsx",
    ),
    path(
        "summary/<month:month>/summary.png",
        summary.summary_file,
        {"form": FileForm.PICTURE},
        name="summary_picture",
    ),
    path("orders/<int:order_id>/order.docx", supervision.order_docx, name="order_docx"),
    path("notices/<int:notice_id>/notice.docx", supervision.notice_docx, name="notice_docx"),
    path("meetings/<int:meeting_id>/minutes.docx", supervision.minutes_docx, name="minutes_docx"),
    path(
        "problems/<int:problem_id>/special-report.docx",
        supervision.special_report_docx,
        name="special_report_docx",
    ),
]
