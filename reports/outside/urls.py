from django.urls import path

from reports.outside import views

app_name = "outside"

urlpatterns = [
    path("", views.facts, name="facts"),
    path("<int:pk>/void/", views.void, name="void"),
]
