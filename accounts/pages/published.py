"""The tick of who dates a deed so that the figures of published months move by it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django import forms

from accounts.errors import DomainError
from accounts.models import Unit, User
from accounts.published import names_of
from accounts.trail.audit import audited
from accounts.trail.holding import hold
from measures.months import Month


class KnowsPublished(forms.BooleanField):
    """The tick; it is shown when it is asked for (components/field.html)."""

    is_shown_when_asked = True

    def __init__(self) -> None:
        super().__init__(label="知道已发布月份的数随之改变", required=False)


@dataclass(frozen=True)
class _Asked:
    """What a form asked: the months that its day moves, as they were then, and how to see them
    anew."""

    county: Unit
    told: frozenset[Month]
    months: Callable[[], Iterable[Month]]


def ask_of_published(
    form: forms.BaseForm, county: Unit, months: Callable[[], Iterable[Month]]
) -> None:
    """At the end of the ``clean`` of a form with a ``knows_published``: the months that its day
    moves."""
    knows = form.cleaned_data.pop("knows_published", False)
    asked = _Asked(county, frozenset(months()), months)
    form.asked_of_published = asked  # type: ignore[attr-defined]
    if asked.told and not knows:
        form.add_error("knows_published", _question(asked.told))


@contextmanager
def as_asked(form: forms.BaseForm | None, by: User) -> Iterator[None]:
    """While the form's deed is done no month is published of which the form did not ask: who
    publishes one holds the county too. Raises DomainError, the question, where one was since."""
    asked: _Asked | None = getattr(form, "asked_of_published", None)
    if asked is None:
        yield
        return
    with audited(by=by):
        hold(asked.county)
        now = frozenset(asked.months())
        if now - asked.told:
            raise DomainError(_question(now), field="knows_published")
        yield


def _question(months: Iterable[Month]) -> str:
    return (
        f"{names_of(sorted(months))}的数已经发布，从这一天算起会改变它们；"
        "确实如此的请勾选，否则请改日期。"
    )
