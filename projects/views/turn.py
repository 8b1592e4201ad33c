"""What becomes of the projects that the lists of a new year leave out."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent
from accounts.pages.seen import own_county
from accounts.pages.signed_in import SignedInRequest
from projects.turn.forms import LeftOutForm
from projects.turn.selectors import left_out
from projects.turn.services import answer_left_out


def left_out_of(request: SignedInRequest, year: int) -> HttpResponse:
    county, today = own_county(request, "project.change"), clock.today()
    asked = left_out(county, year)
    form = LeftOutForm(sent(request), asked=asked, today=today, initial={"day": today})

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "year": year, "last_year": year - 1, "refusal": refusal}
        return render(request, "projects/left_out.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: answer_left_out(
            county=county,
            year=year,
            told=form.told(),
            day=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            today=today,
        ),
        form=form,
        done=lambda count: f"已答复 {count} 个项目的去向。",
        to=redirect("projects:left_out", year),
        again=page,
    )
