"""What is chosen for the list of the next year, kept page by page until that is drafted."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from accounts.errors import NotAllowed, Stale
from accounts.models import User
from accounts.trail.holding import hold
from projects import rules
from projects.models import AnnualPlan, NextListChoice, NextListSheet
from projects.turn.carried import Carried

CHOSEN_MEANWHILE = "本页有的项目刚由他人作了选择，没有保存，请核对后重新提交。"
KEPT_MEANWHILE = "刚由他人保存了其他项目的选择，没有拟订，请核对后重新提交。"


@dataclass(frozen=True)
class Chosen:
    """What was kept so far; ``of`` its choices by the id of the project."""

    version: int = 0
    name: str = ""
    reason: str = ""
    of: Mapping[int, NextListChoice] = field(default_factory=dict)

    def has(self, line: Carried) -> bool:
        """Whether the line was looked at, as it stands now."""
        choice = self.of.get(line.project.pk)
        return (
            choice is not None
            and choice.proposed == line.category
            and choice.category in ("", *line.choices)
        )

    def category(self, line: Carried) -> str:
        """What the line becomes: as was chosen, or else as is proposed."""
        return self.of[line.project.pk].category if self.has(line) else str(line.category)

    def classes(self, lines: Iterable[Carried]) -> dict[int, str]:
        return {line.project.pk: self.category(line) for line in lines}


def chosen_for(plan: AnnualPlan) -> Chosen:
    """Two queries, one while nothing was kept."""
    sheet = NextListSheet.objects.filter(plan=plan).first()
    if sheet is None:
        return Chosen()
    of = {choice.project_id: choice for choice in sheet.choices.all()}
    return Chosen(sheet.version, sheet.name, sheet.reason, of)


def keep_choices(
    *,
    plan: AnnualPlan,
    lines: Collection[Carried],
    classes: Mapping[int, str],
    name: str,
    reason: str,
    by: User,
    version: int,
) -> None:
    """Keep what ``lines``, those of a page, become. Raises NotAllowed, and Stale where one of them
    was chosen since the ``version`` that the page showed. It is no fact yet, so nothing is told."""
    if not (rules.manages_lists(by, plan.county) or rules.proposes_lists(by, plan.county)):
        raise NotAllowed("只有审定员、审核员可以拟订清单")
    with transaction.atomic():
        hold(plan.county)
        sheet, _ = NextListSheet.objects.get_or_create(plan=plan)
        ids = [line.project.pk for line in lines]
        if sheet.choices.filter(project__in=ids, version__gt=version).exists():
            raise Stale(CHOSEN_MEANWHILE)
        sheet.name, sheet.reason = name, reason
        sheet.version += 1
        sheet.save()
        NextListChoice.objects.bulk_create(
            (
                NextListChoice(
                    sheet=sheet,
                    project=line.project,
                    category=classes[line.project.pk],
                    proposed=line.category,
                    version=sheet.version,
                )
                for line in lines
            ),
            update_conflicts=True,
            unique_fields=["sheet", "project"],
            update_fields=["category", "proposed", "version"],
        )


def refuse_unseen(plan: AnnualPlan, version: int | None) -> None:
    """Raises Stale where a page was kept since the ``version`` that was shown; None is of nobody
    who was shown one."""
    if version is not None and NextListSheet.objects.filter(plan=plan, version__gt=version):
        raise Stale(KEPT_MEANWHILE)
