from django.urls import path

from reports.adopted import views
from reports.adopted.templated import views as template_views

app_name = "adopted"

urlpatterns = [
    path("", views.documents, name="documents"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/fill/", views.fill, name="fill"),
    path("<int:pk>/template/", template_views.template, name="template"),
    path("<int:pk>/template/<int:number>/", template_views.version, name="version"),
    path("<int:pk>/template/<int:number>/restore/", template_views.restore, name="restore"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/original.docx", views.original, name="original"),
]
