"""What is kept of columns for later files, of every kind of table: who said it, and taking it
back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.pages.deeds import Refusal, deed
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from workbooks.intake.saying import revoke_meaning
from workbooks.intake.selectors import kept_meanings
from workbooks.models import ColumnMeaning
from workbooks.rules import keeps_some_meanings


def column_meanings(request: SignedInRequest) -> HttpResponse:
    or_404(keeps_some_meanings(request.user))
    return _page(request)


@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    meaning = seen(request, ColumnMeaning.objects, pk, "county", "unit")
    return deed(
        request,
        lambda: revoke_meaning(meaning=meaning, by=request.user),
        done="已撤销这个指定，以后的表不再这样读。",
        to=redirect("projects:column_meanings"),
        again=lambda refusal: _page(request, refusal),
    )


def _page(request: SignedInRequest, refusal: Refusal | None = None) -> HttpResponse:
    context = {"kept": list(kept_meanings(request.user)), "refusal": refusal}
    return render(request, "projects/column_meanings.html", context)
