from collections.abc import Callable, Iterable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path

from reports.cards.views import cards_from_list
from reports.own.views import own
from reports.papers.files import FORMS
from reports.papers.models import FileForm
from reports.views import check_text, dashboard, monthly, summary, supervision

app_name = "reports"

PRINTED = (FileForm.DOCX, FileForm.PDF)


def _files(
    address: str, view: Callable[..., HttpResponse], name: str, forms: Iterable[FileForm]
) -> Iterator[URLPattern]:
    """An address a form: order.docx under the name order_docx, order.pdf under order_pdf."""
    for form in forms:
        suffix = FORMS[form].suffix
        yield path(f"{address}.{suffix}", view, {"form": form}, name=f"{name}_{form.value}")


urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("own/", own, name="own"),
    path("monthly/", monthly.monthly_latest, name="monthly_latest"),
    path("monthly/<month:month>/<str:key>/", monthly.monthly, name="monthly"),
    path("monthly/<month:month>/<str:key>/year/", monthly.monthly_year, name="monthly_year"),
    path("monthly/<month:month>/<str:key>/table.xlsx", monthly.monthly_xlsx, name="monthly_xlsx"),
    path("check-text/", check_text.check_text, name="check_text"),
    path("cards/from-list/", cards_from_list, name="cards_from_list"),
    path("summary/", summary.summary_latest, name="summary_latest"),
    path("summary/<month:month>/", summary.summary, name="summary"),
    *_files(
        "summary/<month:month>/summary",
        summary.summary_file,
        "summary",
        (FileForm.DOCX, FileForm.PDF, FileForm.XLSX, FileForm.PICTURE),
    ),
    *_files("orders/<int:order_id>/order", supervision.order_file, "order", PRINTED),
    *_files(
        "notices/<int:notice_id>/notice",
        supervision.notice_file,
        "notice",
        (*PRINTED, FileForm.PICTURE),
    ),
    *_files("meetings/<int:meeting_id>/minutes", supervision.minutes_file, "minutes", PRINTED),
    *_files(
        "problems/<int:problem_id>/special-report",
        supervision.special_report_file,
        "special_report",
        PRINTED,
    ),
]
