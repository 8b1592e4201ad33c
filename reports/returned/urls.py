from django.urls import path

from reports.returned import views

app_name = "returned"

urlpatterns = [
    path("issued/<int:paper_id>/", views.of_issued, name="of_issued"),
    path("working/<int:paper_id>/", views.of_working, name="of_working"),
    path("working/<int:paper_id>/paper.docx", views.working_docx, name="working_docx"),
    path("<int:returned_id>/", views.returned, name="returned"),
    path("<int:returned_id>/filled.docx", views.filled, name="filled"),
    path("<int:returned_id>/original.docx", views.original, name="original"),
]
