"""How the trail tells the rules of schemes, who is excused, and points."""

from collections.abc import Sequence

from accounts.models import Unit
from accounts.trail import actions
from accounts.trail.words import EMPTY, Names, Row, Words, tell_key, tell_rows
from assessment.kinds import describe
from assessment.models import AssessmentScheme
from measures.scores import format_score

ACTIONS = {
    "scheme": (
        "考核办法",
        {
            "draft": "起草考核办法",
            "update": "修改考核办法",
            "force": "执行考核办法",
            "excuse": "免予考核",
            "readmit": "恢复考核",
        },
    ),
    "score": (
        "考核台账",
        {
            "enter": "记入台账",
            "propose": "提出考核事项",
            "decide": "确认考核事项",
            "withdraw": "撤回考核事项",
            "publish": "发布考核结果",
        },
    ),
}


def register() -> None:
    actions.register(ACTIONS)
    tell_rows("assessment.schemerule", _rules)
    tell_rows("assessment.excuse", _excuses)
    tell_key(
        "assessment.scoreline",
        "hundredths",
        "分值",
        words=lambda hundredths: format_score(hundredths, signed=True),
    )


def _rules(rows: Sequence[Row], names: Names) -> Words:
    """A rule by its name, with what it gives in words."""
    words: Words = []
    for row in rows:
        kind, parameters = row.changes["kind"], row.changes["parameters"]
        old, new = (describe(kind[when], parameters[when]) if kind[when] else "" for when in (0, 1))
        words.append((row.now("name"), old, new or EMPTY))
    return words


def _excuses(rows: Sequence[Row], names: Names) -> Words:
    words: Words = []
    for row in rows:
        scheme = AssessmentScheme.objects.get(pk=row.now("scheme_id"))
        label = f"{scheme.term_label(row.now('term'))} {names.of(Unit, row.now('unit_id'))}"
        stand = ("不参加考核", "参加考核") if row.is_gone else ("参加考核", "不参加考核")
        words.append((label, *stand))
    return words
