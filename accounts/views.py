"""Pages of signing in and of keeping units and users."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page on which a form was too old to be believed."""
    context = {"request_id": getattr(request, "request_id", "")}
    return render(request, "403_csrf.html", context, status=403)
