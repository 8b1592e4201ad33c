from django.urls import path

from reports.views import dashboard, monthly

app_name = "reports"

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("monthly/", monthly.monthly_latest, name="monthly_latest"),
    path("monthly/<month:month>/<str:key>/", monthly.monthly, name="monthly"),
    path("monthly/<month:month>/<str:key>/table.xlsx", monthly.monthly_xlsx, name="monthly_xlsx"),
]
