"""How the trail tells the thresholds of the lights: in a sentence."""

from collections.abc import Sequence

from accounts.trail import actions
from accounts.trail.words import Names, Row, Words, tell_own
from figures.models import LightScheme
from figures.services import words_of

_OF_THE_SENTENCE = ("family", "green_limit", "amber_limit", "start_red_months")


ACTIONS = {
    "light": ("亮灯规则", {"set": "改亮灯规则"}),
}


def register() -> None:
    actions.register(ACTIONS)
    tell_own("figures.lightscheme", _schemes)


def _schemes(rows: Sequence[Row], names: Names) -> Words:
    """The sentence, and the day from which it holds."""
    return [(f"{row.now('from_date')}起", "", words_of(_scheme(row))) for row in rows]


def _scheme(row: Row) -> LightScheme:
    return LightScheme(**{name: row.now(name) for name in _OF_THE_SENTENCE})
