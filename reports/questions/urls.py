from django.urls import path

from reports.questions.views import asking, selections

app_name = "questions"

urlpatterns = [
    path("", asking.ask, name="ask"),
    path("from-list/", asking.from_list, name="from_list"),
    path("table/", asking.table, name="table"),
    path("table/table.xlsx", asking.table_xlsx, name="table_xlsx"),
    path("table/keep/", asking.keep, name="keep"),
    path("lists/<int:pk>/", selections.selection, name="selection"),
    path("lists/<int:pk>/list.xlsx", selections.selection_xlsx, name="selection_xlsx"),
    path("lists/<int:pk>/bring-back/", selections.bring_back, name="bring_back"),
    path("lists/<int:pk>/withdraw/", selections.withdraw, name="withdraw"),
]
