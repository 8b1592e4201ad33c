"""All URLs. Every name here has a line in the access matrix of the tests."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
