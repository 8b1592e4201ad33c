from django.urls import path

from figures import views

app_name = "figures"

urlpatterns = [
    path("<month:month>/project/<int:pk>/", views.project, name="project"),
    path("<month:month>/<str:key>/", views.rows, name="rows"),
    path("<month:month>/<str:key>/rows.xlsx", views.rows_export, name="rows_export"),
]
