"""核对文稿: paste or upload a text, and read what is right in it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.pages.deeds import Refusal, deed, sent
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from figures.facts import load_facts
from figures.months import default_of, shown_months
from measures.months import Month
from reports.checking import marks
from reports.checking.against_facts import CheckedText, check
from reports.checking.forms import CheckTextForm


def check_text(request: SignedInRequest) -> HttpResponse:
    """Nothing is kept: neither the text nor what was found."""
    county = own_county(request)
    or_404(may(request.user, "document.generate", county))
    months = shown_months(county)
    form = CheckTextForm(
        sent(request),
        request.FILES or None,
        months=months,
        initial={"month": str(default_of(months) or "")},
    )

    def page(refusal: Refusal | None = None, checked: CheckedText | None = None) -> HttpResponse:
        context = {"form": form, "months": months, "refusal": refusal, "checked": checked}
        if checked is not None:
            context |= {
                "paragraphs": marks.paragraphs(checked),
                "faults": marks.faults(checked),
                "counts": marks.counts(checked),
            }
        return render(request, "reports/check_text.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: check(
            form.cleaned_data["read"],
            load_facts(county, Month.parse(form.cleaned_data["month"])),
        ),
        form=form,
        to=lambda checked: page(checked=checked),
        again=page,
    )
