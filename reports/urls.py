from django.urls import path

from reports.views import dashboard, monthly, summary

app_name = "reports"

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("monthly/", monthly.monthly_latest, name="monthly_latest"),
    path("monthly/<month:month>/<str:key>/", monthly.monthly, name="monthly"),
    path("monthly/<month:month>/<str:key>/table.xlsx", monthly.monthly_xlsx, name="monthly_xlsx"),
    path("summary/", summary.summary_latest, name="summary_latest"),
    path("summary/<month:month>/", summary.summary, name="summary"),
    path("summary/<month:month>/summary.docx", summary.summary_docx, name="summary_docx"),
]
