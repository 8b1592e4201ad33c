"""The people of a unit whom the bureau calls: the unit keeps its own list, the bureau reads it."""

from dataclasses import asdict
from typing import Any

from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Difference, Refusal, deed
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from investment import services
from investment.forms import ContactForm
from investment.models import ContactRole
from investment.selectors.contacts import history_of_contacts, users_of
from investment.services.contacts import Contact, contacts_of, edition_of_contacts
from investment.views.scope import unit_read

ContactForms = formset_factory(ContactForm, extra=0, max_num=20, validate_max=True)


def contacts(request: SignedInRequest, unit_id: int) -> HttpResponse:
    unit = unit_read(request, unit_id)
    if request.method != "POST":
        return _page(request, unit)
    or_404(may(request.user, "entry.enter", unit))
    forms = ContactForms(request.POST, prefix="contacts", form_kwargs=_offers(unit))

    def keep() -> None:
        services.keep_contacts(
            unit=unit,
            contacts=[each.contact for each in forms],
            edition=request.POST.get("edition", ""),
            by=request.user,
            today=clock.today(),
        )

    return deed(
        request,
        keep,
        beside=[forms],
        done="联系人已保存。",
        to=redirect("investment:contacts", unit.pk),
        again=lambda refusal: _page(request, unit, refusal),
        wrong=lambda: "没有保存：请按各行的提示改正。",
        differences=lambda: [
            Difference(
                "联系人",
                _words(contacts_of(unit)),
                _words([each.contact for each in forms if each.contact.name]),
            )
        ],
    )


def _page(request: SignedInRequest, unit: Unit, refusal: Refusal | None = None) -> HttpResponse:
    listed = contacts_of(unit)
    context = {
        "unit": unit,
        "contacts": listed,
        "is_own": may(request.user, "entry.enter", unit),
        "forms": refusal.forms[0] if refusal else _fresh(unit, listed),
        "edition": edition_of_contacts(listed),
        "history": history_of_contacts(unit),
        "refusal": refusal,
    }
    return render(request, "investment/contacts.html", context)


def _offers(unit: Unit) -> dict[str, Any]:
    return {"users": users_of(unit)}


def _fresh(unit: Unit, listed: list[Contact]) -> BaseFormSet:
    """The list, a line for each part that nobody has, and one more."""
    missing = [role for role in ContactRole if role not in {each.role for each in listed}]
    empty = [{"role": role} for role in [*missing, ContactRole.REPORTER]]
    initial = [*map(asdict, listed), *empty]
    return ContactForms(initial=initial, prefix="contacts", form_kwargs=_offers(unit))


def _words(listed: list[Contact]) -> str:
    return "；".join(each.words for each in listed)
