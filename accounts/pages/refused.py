"""A form that was refused, and where its page shows it again: under what it is about, with what was
typed, and with what another has saved meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.forms import BaseForm


class Difference(NamedTuple):
    """What stands now beside what was typed; empty where there is only the other."""

    label: str
    now: str
    typed: str


@dataclass(frozen=True)
class Refused:
    """``deed`` of the row ``key``. ``stale``: why, where another was faster; then the answer is 409
    and ``differences`` are shown."""

    deed: str
    key: int
    form: BaseForm | None
    stale: str = ""
    differences: Sequence[Difference] = ()

    @property
    def status(self) -> int:
        return 409 if self.stale else 200

    def may_be_sent_again(self, *forms: BaseForm | None) -> bool:
        """Whether what was typed stands in one of the forms that the row still has."""
        return any(form is self.form for form in forms if form is not None)


def typed_again(refused: Refused | None, deed: str, key: int) -> BaseForm | None:
    if refused is None or (refused.deed, refused.key) != (deed, key):
        return None
    return refused.form


def of_row(refused: Refused | None, key: int, *deeds: str) -> Refused | None:
    """Where another was faster with this row."""
    is_here = refused is not None and refused.key == key and refused.deed in deeds
    return refused if is_here else None


def words_typed(form: BaseForm, name: str) -> str:
    """As the person saw it: of a list the words, not the key."""
    value = str(form[name].value() or "")
    choices = getattr(form.fields[name], "choices", ())
    return next((str(words) for key, words in choices if value and str(key) == value), value)


def all_typed(form: BaseForm) -> list[Difference]:
    """Of a form whose row is gone or done with."""
    return [
        Difference(str(field.label), "", words_typed(form, name))
        for name, field in form.fields.items()
    ]
