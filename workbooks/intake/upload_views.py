"""The pages of one kept file, which each door has beside the page where its files are sent::

UPLOADS = upload_views(_upload)
urlpatterns += [path("uploads/<int:pk>/", UPLOADS.preview, name="…"), …]
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.pages.signed_in import SignedInRequest
from jobs.addresses import LargeFile, in_background
from workbooks.intake import marked_pages, pages
from workbooks.intake.large import MARKED_AT_ONCE
from workbooks.models import Upload

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class UploadViews:
    """Each takes the upload's id."""

    preview: View
    choose: View
    say: View
    take_as: View
    discard: View
    marked: View
    undo: View


def upload_views(found: Callable[[SignedInRequest, int], Upload]) -> UploadViews:
    """``found`` gives the upload that the person may see, or raises Http404."""

    def marked_file(request: SignedInRequest, pk: int) -> LargeFile:
        return marked_pages.marked_file(request, found(request, pk))

    @in_background(marked_file, above=MARKED_AT_ONCE)
    def marked(request: SignedInRequest, pk: int) -> HttpResponse:
        return marked_pages.marked(request, found(request, pk))

    def of(page: Callable[[Any, Upload], HttpResponse]) -> View:
        def view(request: SignedInRequest, pk: int) -> HttpResponse:
            return page(request, found(request, pk))

        return view

    return UploadViews(
        preview=of(pages.preview),
        choose=require_POST(of(pages.choose)),
        say=require_POST(of(pages.say)),
        take_as=require_POST(of(pages.take_as)),
        discard=require_POST(of(pages.discard)),
        marked=marked,
        undo=require_POST(of(pages.undo)),
    )
