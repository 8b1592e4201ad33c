"""The summary (工作总结, 进展情况) as a document of marked paragraphs."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from accounts.people.selectors import BUREAU
from assessment.selectors import scheme_on
from documents.paragraphs import Document
from figures.book import FigureBook, check_book
from figures.facts import Facts
from projects.listnames import without_year
from projects.models import AnnualPlan, Tier
from reports.prose.arranging import paragraphs
from reports.prose.choices import Choices
from reports.prose.environment import plan_names, prose_environment
from reports.prose.sentences import SENTENCES
from reports.prose.told import Paper, Told
from supervision.deeds import NO_DEEDS, Deeds, deeds_of

TEMPLATE = Path(__file__).with_name("half_year.j2")
# The words of places whose own lists are not called 县级.
_OWN_LEVELS = {"区": "区级", "旗": "旗级"}


def compose_summary(
    facts: Facts, *, issuer: str = BUREAU, choices: Choices | None = None
) -> Document:
    """Write the summary of the facts. Raises PartsDoNotAddUp (Chinese) instead of printing
    parts that do not make their whole."""
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
        compares=is_kept,
    )
    environment = prose_environment()
    environment.globals.update(SENTENCES)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    marked = template.render(**_names(paper, plans, chapters))
    return Document(facts.month, tuple(paragraphs(marked, choices)))


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
        "合并": _joined(paper, above, own_one),
        "本级": own,
        "本级前期": own and replace(own, called="重大"),
        "上级称呼": f"{'、'.join(both)}级",
        "本级称呼": level,
        "其他清单": others,
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
    if own is not None and own.tier != Tier.COUNTY:
        return Tier(own.tier).label
    return _OWN_LEVELS.get(paper.word, "县级")


def _joined(paper: Paper, above: dict[str, AnnualPlan], own: AnnualPlan | None) -> Told | None:
    """The city's list and the county's own together; None where one of them holds the other."""
    if own is None or Tier.MUNICIPAL not in above:
        return None
    city = above[Tier.MUNICIPAL].key
    told = paper.of(f"{city}+{own.key}", f"市、{own_level(paper, own)}重点项目")
    parts = [int(paper.of(key).figure("项目数")) for key in (city, own.key)]
    return told if int(told.figure("项目数")) > max(parts) else None


def _deeds(facts: Facts) -> Deeds:
    """What was done through the cut-off, and by which scheme it is judged."""
    day = facts.month.last_day
    scheme = scheme_on(facts.county, day)
    return replace(deeds_of(facts.county, day), scheme=scheme.name if scheme else "")


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
    """县“361”行动计划重点建设项目: what the projects of a list are called, without its year."""
    name = without_year(plan.name) or plan.key
    return name if name.endswith("项目") else f"{name}重点建设项目"
