"""All URLs. Every name here has a line in the access matrix of the tests."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from accounts.admin import reference
from accounts.pages.converters import CutOffConverter, DayConverter, MonthConverter
from config import views

register_converter(DayConverter, "day")
register_converter(MonthConverter, "month")
register_converter(CutOffConverter, "cut_off")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("help/", views.manual, name="help"),
    path("help/<str:title>/", views.manual, name="help_section"),
    path("backups/", views.backups, name="backups"),
    path("backups/make/", views.back_up, name="back_up"),
    path("account/", include("accounts.urls")),
    path("projects/", include("projects.urls")),
    path("investment/", include("investment.urls")),
    path("jobs/", include("jobs.urls")),
    path("figures/", include("figures.urls")),
    path("supervision/", include("supervision.urls")),
    path("supervision/", include("assessment.urls")),
    path("questions/", include("reports.questions.urls")),
    path("papers/outside/", include("reports.outside.urls")),
    path("papers/tables/", include("reports.foreign_tables.urls")),
    path("papers/adopted/", include("reports.adopted.urls")),
    path("papers/returned/", include("reports.returned.urls")),
    path("papers/", include("reports.papers.urls")),
    path("", include("reports.urls")),
    path("reference/", reference.urls),
]

handler400 = "accounts.pages.error_pages.bad_request"
handler403 = "accounts.pages.error_pages.forbidden"
handler404 = "accounts.pages.error_pages.not_found"
handler500 = "accounts.pages.error_pages.server_error"
