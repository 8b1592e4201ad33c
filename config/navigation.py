"""The navigation on the left, and what every page's top bar shows."""

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict:
    """Context for every template."""
    return {"request_id": getattr(request, "request_id", "")}
