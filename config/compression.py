"""Answers of text go compressed; files that are compressed already go as they are."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = ("text/", "application/json")


class CompressedText(GZipMiddleware):
    """Django's own, which adds a random length to each answer so that no length betrays what stands
    in the page (BREACH). A workbook, a document or a photo would be compressed twice for nothing.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(_TEXT):
            return response
        return super().process_response(request, response)
