"""Which lists of the year a file speaks of: its own, by its title, and those that its columns name.

A list is known again by its name, its key, or the title of a file that was read into it before. One
that is not known is proposed; a person confirms it in the preview, and says which is meant where a
tier has several (``said``). A command takes what is proposed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.errors import DomainError
from projects.intake.lines import OWN, ListLine, NamedList, ProjectLine
from projects.listnames import key_of, name_in, tier_in, wording
from projects.models import AnnualPlan, Tier
from workbooks.columns import Column, ColumnKind
from workbooks.tables import Book, Table

_FROM_LISTED = re.compile("列入(?P<list>.*)$")
_NAMES_A_LIST = re.compile('计划|清单|名单|项目|[“"「『]')
_NO_AMOUNT_OF_A_PLAN = re.compile("是否|完成|率|比例|累计|序号|日期|时间|文号")
_SPEAKS_OF_A_PLAN = re.compile("计划|项目|清单|名单|表")
_SHORTEST_KEY = 2

OF_COLUMN = "list:"
"""Before the wording of a title, in the key of a column that names a list."""


# --- What the file says ------------------------------------------------------------------


def columns_of_lists(book: Book) -> list[Column]:
    """Of amounts of lists that no vocabulary knows: 列入市“1346”行动计划."""
    found = {}
    for table in book.tables:
        for use in table.uses:
            title = _FROM_LISTED.search(use.title)
            if use.key or use.is_ignored or title is None or not _is_of_a_list(use.title):
                continue
            key = f"{OF_COLUMN}{use.wording}"
            found[key] = Column(key, title[0], (title[0],), ColumnKind.MONEY)
    return list(found.values())


def _is_of_a_list(title: str) -> bool:
    return bool(_NAMES_A_LIST.search(title)) and not _NO_AMOUNT_OF_A_PLAN.search(title)


def own_list_of(table: Table) -> NamedList:
    """The list of which the table is: by the first line above it that names one, by its sheet's
    name, or by its first line that speaks of a plan at all."""
    texts = [line.text for line in table.lines]
    naming = [text for text in (*texts, table.sheet) if name_in(text) or tier_in(text)]
    if naming:
        title = naming[0]
        return NamedList(f"{OWN}:{wording(title)}", title, tier_in(title), table.sheet)
    title = next((text for text in texts if _SPEAKS_OF_A_PLAN.search(text)), "")
    return NamedList(OWN, title, None, table.sheet)


def column_list_of(table: Table, key: str, tier: Tier | None) -> NamedList | None:
    """The list that a column of amounts is of; None where the table has no such column."""
    place = table.columns.get(key)
    if place is None:
        return None
    found = _FROM_LISTED.search(place.title)
    title = found["list"] if found else place.title
    return NamedList(key, title, tier or tier_in(title), table.sheet)


# --- Which list that is ------------------------------------------------------------------


@dataclass(frozen=True)
class ListChoice:
    """What became of a list that a file speaks of. ``plan`` is the list, None for a new one with
    this name, key and tier; ``is_open`` until a person has said which. ``others`` are the lists of
    the year of which it may be one."""

    named: NamedList
    plan: AnnualPlan | None
    name: str
    key: str
    tier: str
    is_open: bool
    others: tuple[AnnualPlan, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.plan is None

    @property
    def tier_label(self) -> str:
        return Tier(self.tier).label

    @property
    def order(self) -> tuple[int, int, int]:
        if self.plan:
            return self.plan.order
        return Tier.values.index(self.tier), 0, 0


Said = Mapping[str, Mapping[str, str]]
"""By the slot of a list: the key of a list that there is, or name, key and tier of a new one."""


@dataclass(frozen=True)
class ListsKnown:
    """The lists of the year that are in use, and those of the year before."""

    year: int
    plans: Sequence[AnnualPlan]
    former: Sequence[AnnualPlan] = ()

    def of_tier(self, tier: str) -> list[AnnualPlan]:
        return [plan for plan in self.plans if plan.tier == tier]

    def keyed(self, key: str) -> AnnualPlan | None:
        return next((plan for plan in self.plans if plan.key == key), None)


def choose_lists(
    named: Iterable[NamedList], known: ListsKnown, said: Said, *, is_asked: bool
) -> dict[str, ListChoice]:
    """By the slot of each. ``is_asked``: whether a person is there to confirm."""
    chosen: dict[str, ListChoice] = {}
    taken = {plan.key for plan in known.plans}
    for each in named:
        choice = _said(each, known, said) or _chosen(each, known, taken, is_asked=is_asked)
        same = next((c for c in chosen.values() if c.is_new and c.name == choice.name), None)
        if choice.is_new and same:
            choice = replace(choice, key=same.key, tier=same.tier)
        taken.add(choice.key)
        chosen[each.slot] = replace(choice, others=tuple(known.plans))
    return chosen


def _said(named: NamedList, known: ListsKnown, said: Said) -> ListChoice | None:
    answer = said.get(named.slot) or (said.get(OWN) if named.is_own else None)
    if not answer:
        return None
    plan = known.keyed(answer["key"])
    if plan is not None:
        return _existing(named, plan)
    if "name" not in answer:
        # Said of a list of another year, before the file was taken as one of this.
        return None
    return ListChoice(named, None, answer["name"], answer["key"], answer["tier"], is_open=False)


def _existing(named: NamedList, plan: AnnualPlan, *, is_open: bool = False) -> ListChoice:
    return ListChoice(named, plan, plan.name, plan.key, plan.tier, is_open)


def _chosen(named: NamedList, known: ListsKnown, taken: set[str], *, is_asked: bool) -> ListChoice:
    plan = recognised(named.title, known.plans)
    if plan is not None:
        return _existing(named, plan)
    name = name_in(named.title)
    if name:
        return _proposed(named, name, known, taken, is_asked=is_asked)
    tier = named.tier or Tier.COUNTY
    of_tier = known.of_tier(tier)
    if not of_tier:
        return ListChoice(
            named, None, usual_name(known.year, tier), tier.label, tier.value, is_open=False
        )
    usual = next((plan for plan in of_tier if plan.key == tier.label), None)
    # Among several lists of a tier a person says which (DESIGN §4.18); a command takes the usual.
    is_sure = len(of_tier) == 1 or (usual is not None and not is_asked)
    return _existing(named, usual or of_tier[0], is_open=not is_sure)


def _proposed(
    named: NamedList, name: str, known: ListsKnown, taken: set[str], *, is_asked: bool
) -> ListChoice:
    """A new one, as that of the year before was where there was one."""
    last = recognised(named.title, known.former)
    if last is not None and last.key not in taken:
        key, tier = last.key, last.tier
    else:
        key, tier = key_of(name, taken), (named.tier or Tier.COUNTY).value
    return ListChoice(named, None, f"{known.year}年{name}", key, tier, is_open=is_asked)


def usual_name(year: int, tier: str) -> str:
    return f"{year}年{Tier(tier).label}重点建设项目"


def recognised(title: str, plans: Sequence[AnnualPlan]) -> AnnualPlan | None:
    """The list that a title names, by the title of an earlier file, by name or by key; the longest
    name counts, and of two that fit alike neither."""
    said = wording(title)
    if not said:
        return None
    before = [plan for plan in plans if said in plan.titles.split("\n")]
    if len(before) == 1:
        return before[0]
    fitting: dict[int, set[int]] = {}
    by_id = {plan.pk: plan for plan in plans}
    for plan in plans:
        for name in {wording(plan.name), wording(plan.key)}:
            if len(name) >= _SHORTEST_KEY and name in said:
                fitting.setdefault(len(name), set()).add(plan.pk)
    best = fitting[max(fitting)] if fitting else set()
    return by_id[best.pop()] if len(best) == 1 else None


class NoSuchList(DomainError):
    """What a command was given names no list, or several."""


def list_given(known: ListsKnown, which: str, name: str) -> Said:
    """The list that a command names, for the file's own: ``which`` is its key, or the tier of the
    one called ``name``, which is made where there is none. Raises NoSuchList (Chinese)."""
    if not (which or name):
        return {}
    tiers = {tier.label: tier for tier in Tier}
    found = known.keyed(which) if which and not name else recognised(name, known.plans)
    if found is None and name:
        tier = tiers.get(which) or tier_in(name) or Tier.COUNTY
        if which and which not in tiers:
            raise NoSuchList(f"级别“{which}”不对，请写{'、'.join(tiers)}之一。")
        key = key_of(name, {plan.key for plan in known.plans})
        return {OWN: {"name": name, "key": key, "tier": tier.value}}
    if found is None and which in tiers:
        of_tier = known.of_tier(tiers[which])
        if len(of_tier) > 1:
            names = "、".join(plan.name for plan in of_tier)
            raise NoSuchList(f"{which}有几个清单（{names}），请用 --name 写明是哪一个。")
        tier = tiers[which]
        new = {"name": usual_name(known.year, tier), "key": tier.label, "tier": tier.value}
        return {OWN: {"key": of_tier[0].key} if of_tier else new}
    if found is None:
        raise NoSuchList(f"没有指标名为“{which}”的清单。")
    return {OWN: {"key": found.key}}


# --- What follows for the lines ----------------------------------------------------------


def with_lists(line: ProjectLine, choices: Mapping[str, ListChoice]) -> ProjectLine:
    """The line with the keys of its lists; one list once. A row of our own table says on which
    lists it is (列入清单), and is on no other for the sake of the figure that it prints."""
    every = {choice.key for choice in choices.values()} | {tier.label for tier in Tier}
    every |= {plan.key for choice in choices.values() for plan in choice.others}
    named = set(line.named_lists) if every.issuperset(line.named_lists) else set()
    lines: dict[str, ListLine] = {}
    for listed in line.lists:
        choice = choices[listed.slot]
        if choice.is_open or (named and listed.is_own and choice.key not in named):
            continue
        lines.setdefault(choice.key, replace(listed, key=choice.key))
    return replace(line, lists=tuple(lines.values()))


def titles_to_keep(choices: Iterable[ListChoice]) -> Iterator[tuple[str, str]]:
    """Of each list by its key, the title by which its next file is to be known: one that does not
    name it by itself."""
    for choice in choices:
        said = wording(choice.named.title)
        own = {wording(choice.name), wording(choice.key)}
        if said and not any(len(name) >= _SHORTEST_KEY and name in said for name in own):
            yield choice.key, said
