"""The summary (工作总结, 进展情况) as a document of marked paragraphs."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Template

from accounts.people.selectors import BUREAU
from assessment.selectors import scheme_on
from documents.paragraphs import Document
from figures.book import FigureBook, check_book
from figures.facts import Facts
from projects.listnames import without_year
from projects.models import AnnualPlan, Tier
from reports.prose.annexes import annexes
from reports.prose.arranging import paragraphs
from reports.prose.charts import MARK, charts_of
from reports.prose.choices import Choices
from reports.prose.environment import plan_names, prose_environment
from reports.prose.own_sentences import named_sentences, told_apart
from reports.prose.told import Paper, Told
from supervision.deeds import NO_DEEDS, Deeds, deeds_of

HERE = Path(__file__).parent
HALF_YEAR = "half_year"
# The words of places whose own lists are not called 县级 or 市级.
_OWN_LEVELS = {
    Tier.COUNTY: {"区": "区级", "旗": "旗级"},
    Tier.MUNICIPAL: {"州": "州级", "盟": "盟级"},
}


def compose_summary(
    facts: Facts, *, issuer: str = BUREAU, choices: Choices | None = None, template: str = HALF_YEAR
) -> Document:
    """Write the paper of the facts by a ``template`` of this folder: half_year, annual or bulletin.
    Raises PartsDoNotAddUp (Chinese) instead of printing parts that do not make their whole."""
    choices = choices or Choices()
    book = FigureBook(facts)
    check_book(book)
    plans = [plan for plan in facts.plans if choices.lists is None or plan.key in choices.lists]
    chapters = lists_by_chapter(plans)
    own = own_plan(chapters)
    is_kept = facts.county.pk is not None
    paper = Paper(
        book,
        choices,
        issuer,
        own=own.key if own else "",
        deeds=_deeds(facts) if is_kept else NO_DEEDS,
        is_kept=is_kept,
    )
    names = _names(paper, plans, chapters)
    own_one = names["本级"]
    behind = tuple(annexes([own_one, *names["其他清单"]], own_one)) if own_one else ()
    charts = charts_of(own_one)
    told = named_sentences(choices.own)
    marked = _template(template).render(
        **told,
        **names,
        附件=[annex.title for annex in behind],
        附图=lambda name: f"{MARK}{name}" if name in charts else "",
    )
    text, sentences = told_apart(marked, choices.own)
    blocks = tuple(paragraphs(text, choices, charts))
    return Document(facts.month, blocks, behind, sentences=sentences)


@cache
def _template(name: str) -> Template:
    environment = prose_environment()
    return environment.from_string((HERE / f"{name}.j2").read_text(encoding="utf-8"))


def _names(
    paper: Paper, plans: Iterable[AnnualPlan], chapters: dict[str, AnnualPlan]
) -> dict[str, Any]:
    """What the template may speak of, by name."""
    book = paper.book
    own_one = own_plan(chapters)
    above = {tier: plan for tier, plan in chapters.items() if plan is not own_one}
    province, city = (_of_tier(paper, above, tier) for tier in (Tier.PROVINCIAL, Tier.MUNICIPAL))
    level = own_level(paper, own_one)
    own = paper.of(paper.own, f"{level}重点建设项目") if paper.own else None
    others = [
        paper.of(plan.key, called(plan))
        for plan in plans
        if plan not in chapters.values() and book.of(plan.key, "全部", "项目数")
    ]
    both = [word for word, told in (("省", province), ("市", city)) if told]
    return {key: plan_names(book, key) for key in book.facts.keys} | {
        "文": paper,
        "年": paper.month.year,
        "省级": province,
        "市级": city,
        "市级前期": city and replace(city, called="市级"),
        "合并": _joined(paper, plans, own_one),
        "本级": own,
        "本级前期": own and replace(own, called="重大"),
        "上级称呼": f"{'、'.join(both)}级" if both else "",
        "本级称呼": level,
        "其他清单": others,
        "其他称呼": others[0].called if len(others) == 1 else "其他清单重点项目",
        "本级不属县": own_one is not None and own_one.tier != Tier.COUNTY,
    }


def _of_tier(paper: Paper, chapters: dict[str, AnnualPlan], tier: Tier) -> Told | None:
    if tier not in chapters:
        return None
    what = "重点项目" if tier == Tier.PROVINCIAL else "重点建设项目"
    return paper.of(chapters[tier].key, f"{tier.label}{what}")


def own_plan(chapters: dict[str, AnnualPlan]) -> AnnualPlan | None:
    """The list that the paper tells in full: the county's, and of a city or a province, which has
    none, its own."""
    tiers = (Tier.COUNTY, Tier.MUNICIPAL, Tier.PROVINCIAL)
    return next((chapters[tier] for tier in tiers if tier in chapters), None)


def own_level(paper: Paper, own: AnnualPlan | None) -> str:
    """县级, 区级: what the own list is called, in the county's own word; 市级 of a city."""
    tier = Tier(own.tier) if own is not None else Tier.COUNTY
    return _OWN_LEVELS.get(tier, {}).get(paper.word, tier.label)


def _joined(paper: Paper, plans: Iterable[AnnualPlan], own: AnnualPlan | None) -> Told | None:
    """The lists that have projects of their own together; None of one alone. What stands wholly on
    the others adds nothing."""
    if own is None:
        return None
    in_order = sorted(plans, key=lambda plan: list(Tier).index(Tier(plan.tier)))
    on = {plan.key: _projects(paper, plan.key) for plan in in_order}
    kept = dict(on)
    for key in on:
        others = set().union(*(kept[other] for other in kept if other != key))
        if key != own.key and kept[key] <= others:
            del kept[key]
    if len(kept) < 2 or own.key not in kept:
        return None
    tiers = [plan for plan in in_order if plan.key in kept]
    return paper.of("+".join(kept), _called_together(paper, tiers, own))


def _projects(paper: Paper, key: str) -> set[int]:
    return {row.project_id for row in paper.of(key, group="合计").figure("项目数").rows}


def _called_together(paper: Paper, plans: list[AnnualPlan], own: AnnualPlan) -> str:
    """省、市、区级重点项目; 各清单项目 where some have no tier of their own."""
    if len({plan.tier for plan in plans}) < len(plans):
        return "各清单重点项目"
    words = [own_level(paper, own) if plan is own else f"{Tier(plan.tier).label}" for plan in plans]
    return f"{'、'.join(word.removesuffix('级') for word in words)}级重点项目"


def _deeds(facts: Facts) -> Deeds:
    """What was done through the cut-off, and by which scheme it is judged."""
    day = facts.month.last_day
    scheme = scheme_on(facts.county, day)
    told = deeds_of(facts.county, day, facts.known)
    return replace(told, scheme=scheme.name if scheme else "")


def lists_by_chapter(plans: Iterable[AnnualPlan]) -> dict[str, AnnualPlan]:
    """The list of which the chapter of each tier is told: the one that is called by its tier, else
    the first; 挂牌 has none. Those beside it are told after them."""
    chapters: dict[str, AnnualPlan] = {}
    for plan in plans:
        if plan.tier == Tier.LISTED:
            continue
        if plan.tier not in chapters or plan.key == plan.get_tier_display():
            chapters[plan.tier] = plan
    return chapters


def called(plan: AnnualPlan) -> str:
    """县“361”行动计划重点建设项目, 挂牌项目: what the projects of a list are called, without its
    year."""
    name = without_year(plan.name) or plan.key
    if name.endswith("项目"):
        return name
    return f"{name}{'项目' if plan.tier == Tier.LISTED else '重点建设项目'}"
