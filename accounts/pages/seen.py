"""These functions find what a page is about. What a user may not see, or may not do, does not
exist for them: the answer is 404, never 403."""

from typing import Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from accounts.models import Unit, User
from accounts.pages.signed_in import SignedInRequest
from accounts.people import selectors

Thing = TypeVar("Thing")
Row = TypeVar("Row", bound=Model)
Row_co = TypeVar("Row_co", bound=Model, covariant=True)


class Scoped(Protocol[Row_co]):
    """A manager or a queryset that knows what each user may see of it."""

    def visible_to(self, user: User) -> "QuerySet[Row_co]": ...


def seen(request: SignedInRequest, rows: Scoped[Row], pk: int | None, *related: str) -> Row:
    """The row with this key, together with its ``related`` rows. Raises Http404 where the user may
    see no such row."""
    visible = rows.visible_to(request.user)
    return or_404((visible.select_related(*related) if related else visible).filter(pk=pk).first())


def or_404(thing: Thing | None) -> Thing:
    """The thing itself. Raises Http404 where it is nothing: None, an empty list, or a right that
    the user does not hold."""
    if not thing:
        raise Http404
    return thing


def own_county(request: SignedInRequest, right: str = "", *, in_part: bool = False) -> Unit:
    """The county in which the user works; with ``right`` the first in which they have it, or with
    ``in_part`` a part of it. Raises Http404 where there is none."""
    if not right:
        return or_404(selectors.home_county(request.user))
    return or_404(selectors.county_where(request.user, right, in_part=in_part))
