"""The pages that say what went wrong, each with the request id that the logs carry."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from accounts.pages import json_answers
from accounts.pages.full_disk import is_full
from accounts.pages.json_answers import is_asked_by_script, refused


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_asked_by_script(request):
        return refused(400, json_answers.FAULT)
    return _without_context("400.html", request, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``exception`` carries a Chinese sentence where one of our views raised it."""
    return render(request, "403.html", {"exception": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_asked_by_script(request):
        return refused(404, json_answers.GONE)
    return render(request, "404.html", status=404)


def wrong_method(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """``allowed`` lists the methods that the address takes, as its header has it."""
    response: HttpResponse
    if is_asked_by_script(request):
        response = refused(405, json_answers.METHOD)
    else:
        response = render(request, "405.html", status=405)
    response["Allow"] = allowed
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled; of a full disk a page says what to do."""
    if is_full(sys.exc_info()[1]):
        if is_asked_by_script(request):
            return refused(507, json_answers.SPACE)
        return _without_context("507.html", request, status=507)
    if is_asked_by_script(request):
        return refused(500, json_answers.SERVER)
    return _without_context("500.html", request, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page on which a form was too old to be believed."""
    if is_asked_by_script(request):
        # Who is not signed in has no use for a new token.
        is_known = request.user.is_authenticated
        return refused(403, json_answers.TOKEN) if is_known else refused(401, json_answers.SIGN_IN)
    return render(request, "403_csrf.html", status=403)


def _without_context(template: str, request: HttpRequest, *, status: int) -> HttpResponse:
    """The page without user or menu: the database may be what failed."""
    context = {"request_id": getattr(request, "request_id", "")}
    return HttpResponse(render_to_string(template, context), status=status)
