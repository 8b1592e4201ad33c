"""项目清单: a list of the year, or projects that were picked for a moment (临时名单), as a table
with its sums and a sentence."""

from collections.abc import Mapping

from accounts.errors import DomainError
from accounts.models import Unit, User
from documents.paragraphs import Document
from documents.runs import unmarked
from figures.keys import picked
from projects.models import AnnualPlan, Tier
from reports.papers.kinds import KindOfPaper, Matter, ToCompose
from reports.papers.models import PaperKind
from reports.prose.sentences.preliminary import progress
from reports.prose.sentences.progress import completed_in_short
from reports.prose.told import Told
from reports.questions.models import AS_MATTER, NamedSelection
from reports.questions.table import Answer, answer
from reports.questions.table import Asked as AskedOfProjects
from reports.sheets.laid_out import WRITTEN, laid_out, paper_of
from reports.sheets.lines import OF_A_LIST, every_list, table_of, tables_of
from reports.sheets.said import lagging, planned


def lists_offered(county: Unit, user: User | None) -> Mapping[str, str]:
    """The lists of the county, the latest name of each, and the selections that the user sees."""
    plans = AnnualPlan.objects.filter(county=county).order_by("year")
    offered = {plan.key: plan.name for plan in sorted(plans, key=lambda plan: plan.order)}
    kept = NamedSelection.objects.filter(county=county)
    seen = (
        kept.filter(is_shared=True, is_withdrawn=False) if user is None else kept.visible_to(user)
    )
    return offered | {each.as_matter: each.name for each in seen}


def compose(asked: ToCompose) -> Document:
    [about] = asked.choices.about
    if about.startswith(AS_MATTER):
        return _of_selection(asked, NamedSelection.objects.get(pk=about.removeprefix(AS_MATTER)))
    return _of_list(asked, about)


def _of_list(asked: ToCompose, key: str) -> Document:
    plan = next((plan for plan in asked.facts.plans if plan.key == key), None)
    if plan is None or not asked.facts.of_list(key):
        raise DomainError(f"{asked.facts.month.year}年没有“{key}”清单", field="about")
    told = paper_of(asked).of(key)
    rows = told.figure("项目数", "合计").rows
    return laid_out(
        asked,
        f"{unmarked(plan.name).removesuffix('项目')}项目情况",
        (f"{planned(told, '共安排')}{_stand(told, with_plans=plan.tier != Tier.COUNTY)}",),
        tables_of(told, rows, OF_A_LIST, is_summed=True),
    )


def _of_selection(asked: ToCompose, selection: NamedSelection) -> Document:
    """In the order in which its projects were put."""
    facts = asked.facts
    stops = list(selection.selected.select_related("project"))
    projects = {stop.project_id: stop.project for stop in stops}
    found = answer(AskedOfProjects(tuple(projects), (), facts.month), facts, projects)
    if not found.rows:
        raise DomainError(f"名单上的项目不在{facts.month.year}年任何清单内", field="about")
    told = paper_of(asked).of(every_list(facts))
    told = told.narrowed(picked(sorted(row.project_id for row in found.rows)))
    return laid_out(
        asked,
        unmarked(selection.name),
        (f"{planned(told, '所列')}{_stand(told)}", _not_in(found)),
        (table_of(told, found.rows, OF_A_LIST, is_summed=len(found.rows) > 1),),
    )


def _stand(told: Told, *, with_plans: bool = False) -> str:
    early = progress(told, with_plans=with_plans)
    return f"{completed_in_short(told)}{lagging(told)}{early}"


def _not_in(found: Answer) -> str:
    """另有甲、乙不在本年清单内，未计入。"""
    told = [f"{unmarked(each)}" for each in found.packaged]
    if found.unlisted:
        names = "、".join(map(unmarked, found.unlisted))
        told.append(f"另有{names}不在本年清单内，未计入")
    return f"{'；'.join(told)}。" if told else ""


PROJECT_LIST = KindOfPaper(
    PaperKind.LIST, compose, about=Matter("名单", lists_offered), chapters=WRITTEN
)
