from django.urls import path

from reports.foreign_tables import views

app_name = "tables"

urlpatterns = [
    path("", views.tables, name="tables"),
    path("<int:pk>/", views.table, name="table"),
    path("<int:pk>/blank.xlsx", views.blank, name="blank"),
    path("<int:pk>/fill/", views.fill, name="fill"),
    path("filled/<int:pk>/", views.filled, name="filled"),
    path("filled/<int:pk>/table.xlsx", views.download, name="download"),
]
