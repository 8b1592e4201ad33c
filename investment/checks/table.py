"""The table of edit checks, and which class and parameters hold in a county (DESIGN §4.10).

What must be fixed is refused. What must be explained may be sent with a 情况说明, which the
reviewer sees and which is kept. A notice stands in nobody's way: a new check can begin as one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from accounts.models import Unit
from investment.checks import history, plans, sums
from investment.checks.kinds import (
    CELL,
    HISTORY,
    PLAN,
    ROW,
    Check,
    CheckResult,
    Figures,
    Parameters,
    Surroundings,
)
from investment.models import CheckClass, CheckRule
from measures.months import Month

# In practice in the counties (DESIGN §4.10); a county that has a document of its own names it.
_DESIGN = "系统默认，各地通行"
_ISSUE = "系统默认，报送纪律"
EXTRA_ABSENT = "extra_absent"
_MUST, _EXPLAIN, _NOTICE = CheckClass.MUST_FIX, CheckClass.EXPLAIN, CheckClass.NOTICE

CHECKS = (
    Check("amounts_absent", "两项金额都没有填", CELL, _MUST, "month_amount",
          sums.amounts_absent, _DESIGN),
    Check("negative_unexplained", "负数没有说明", CELL, _MUST, "explanation",
          sums.negative_unexplained, _DESIGN),
    Check("zero_without_reason", "零投资没有原因", CELL, _MUST, "zero_reason",
          sums.zero_without_reason, _DESIGN),
    # The bureau keeps what it is told of the past too: so it can be explained (历史数据导入).
    Check("progress_absent", "有投资没有形象进度", ROW, _EXPLAIN, "progress",
          sums.progress_absent, _ISSUE),
    Check("start_too_late", "开工日期在将来", CELL, _MUST, "actual_start",
          sums.start_too_late, _DESIGN),
    Check("total_mismatch", "累计不等于上月累计加本月", ROW, _EXPLAIN, "year_to_date",
          sums.total_mismatch, _DESIGN),
    Check("total_fell", "累计下降", HISTORY, _EXPLAIN, "year_to_date", sums.total_fell, _DESIGN),
    Check("over_total_investment", "累计超过总投资", PLAN, _EXPLAIN, "year_to_date",
          plans.over_total_investment, _DESIGN),
    # Above 100 % is normal (DESIGN §4.13): said, and nobody is held up.
    Check("over_plan", "累计超过年度计划", PLAN, _NOTICE, "year_to_date", plans.over_plan, _ISSUE,
          {"share": 30}, {"share": "超出计划的%"}),
    Check("same_money", "与上月金额相同", HISTORY, _EXPLAIN, "month_amount",
          history.same_money, _DESIGN),
    Check("slip", "万倍误差", HISTORY, _EXPLAIN, "month_amount", history.slip, _DESIGN,
          {"times": 1000}, {"times": "相差倍数"}),
    Check("before_start", "开工前有投资", PLAN, _EXPLAIN, "month_amount",
          plans.before_start, _DESIGN),
    Check("after_completion", "建成后有投资", PLAN, _EXPLAIN, "month_amount",
          plans.after_completion, _DESIGN),
    Check("while_suspended", "停工期间有投资", PLAN, _EXPLAIN, "month_amount",
          plans.while_suspended, _DESIGN),
    Check("same_text", "形象进度与上月完全相同", HISTORY, _NOTICE, "progress",
          history.same_text, _ISSUE, {"length": 15}, {"length": "不含数量的，达到的字数"}),
    Check("text_without_money", "形象进度有变而无投资", HISTORY, _NOTICE, "month_amount",
          history.text_without_money, _ISSUE),
    Check("quarter_jump", "季末突增", HISTORY, _NOTICE, "month_amount",
          history.quarter_jump, _ISSUE,
          {"times": 3}, {"times": "为前两月平均的倍数"}),
    Check("round_numbers", "整数过多", HISTORY, _NOTICE, "month_amount",
          history.round_numbers, _ISSUE,
          {"unit": 100, "months": 4}, {"unit": "整倍数，万元", "months": "连同本月的月数"}),
    # For a county that wants each 附加指标 filled in, or to be told why it is not.
    Check(EXTRA_ABSENT, "附加指标未填", ROW, CheckClass.OFF, "explanation",
          sums.extra_absent, _ISSUE),
)  # fmt: skip
BY_CODE = {check.code: check for check in CHECKS}


def label_of_check(code: str) -> str:
    """What a check is called; its code where it is a check no more."""
    return BY_CODE[code].label if code in BY_CODE else code


@dataclass(frozen=True)
class Policy:
    """The class and parameters that hold instead of the table's own, and since when; by code."""

    rules: Mapping[str, tuple[CheckClass, Parameters]] = field(default_factory=dict)
    since: Mapping[str, date] = field(default_factory=dict)

    @cached_property
    def active(self) -> list[tuple[Check, CheckClass, Parameters]]:
        """The checks that are used, in the order of the table: worked out once for all rows."""
        each = [(check, *self.of(check)) for check in CHECKS]
        return [line for line in each if line[1] is not CheckClass.OFF]

    def of(self, check: Check) -> tuple[CheckClass, Parameters]:
        return self.rules.get(check.code, (check.check_class, check.parameters))


TABLE_AS_IT_IS = Policy()


def policy_in_force(county: Unit, month: Month) -> Policy:
    """The county's rules by the end of ``month``, the latest of each check; one query."""
    dated = CheckRule.objects.filter(county=county, from_date__lte=month.last_day)
    rules = [rule for rule in dated.order_by("from_date") if rule.code in BY_CODE]
    return Policy(
        {
            rule.code: (
                CheckClass(rule.check_class),
                {**BY_CODE[rule.code].parameters, **rule.parameters},
            )
            for rule in rules
        },
        {rule.code: rule.from_date for rule in rules},
    )


def check_entry(
    figures: Figures, around: Surroundings, policy: Policy = TABLE_AS_IT_IS
) -> list[CheckResult]:
    """Everything found, explained or not, in the order of the table."""
    found = []
    for check, check_class, parameters in policy.active:
        message = check.find(figures, around, parameters)
        if message:
            found.append(CheckResult(check.code, check_class, check.field, message))
    return found


def telling(results: list[CheckResult], explanation: str) -> list[CheckResult]:
    """Those of which the unit is told while it types: what it has explained needs no more words."""
    is_explained = bool(explanation.strip())
    return [result for result in results if result.must_be_fixed or not is_explained]


def open_results(results: list[CheckResult], explanation: str) -> list[CheckResult]:
    """Those that stand in the way of sending."""
    is_explained = bool(explanation.strip())
    return [r for r in results if r.must_be_fixed or not (r.is_notice or is_explained)]
