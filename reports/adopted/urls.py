from django.urls import path

from reports.adopted import views

app_name = "adopted"

urlpatterns = [
    path("", views.documents, name="documents"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/fill/", views.fill, name="fill"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/original.docx", views.original, name="original"),
]
