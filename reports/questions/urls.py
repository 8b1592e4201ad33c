from django.urls import path

from reports.questions import views

app_name = "questions"

urlpatterns = [
    path("", views.ask, name="ask"),
    path("from-list/", views.from_list, name="from_list"),
    path("table/", views.table, name="table"),
    path("table/table.xlsx", views.table_xlsx, name="table_xlsx"),
    path("table/keep/", views.keep, name="keep"),
    path("lists/<int:pk>/", views.selection, name="selection"),
    path("lists/<int:pk>/list.xlsx", views.selection_xlsx, name="selection_xlsx"),
    path("lists/<int:pk>/bring-back/", views.bring_back, name="bring_back"),
    path("lists/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
