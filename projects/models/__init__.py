"""The register and its years, and the county's own calendar."""

from projects.models.adjustments import (
    DRAFTED,
    AdjustmentState,
    ChangeKind,
    ChangeState,
    PlanAdjustment,
    PlanChange,
    PlanPaper,
)
from projects.models.calendar import Holiday
from projects.models.former import FormerDetails, FormerTerms
from projects.models.leaders import Leader, LeaderProposal, Portfolio, Secretary
from projects.models.mergers import UnitMerger
from projects.models.plan_proposals import PlanProposal
from projects.models.plans import (
    MILESTONE_ORDER,
    ONLY_DRAFTED,
    USUAL_BASE,
    AnnualPlan,
    Milestone,
    MilestoneKind,
    OwnRank,
    PlanCategory,
    PlanItem,
    PlanState,
    Tier,
    own_rank,
)
from projects.models.provenance import ProjectSource
from projects.models.reference import SizeBand, StartEvidence, Town
from projects.models.register import (
    ConstructionNature,
    InvestorType,
    LeadOfficial,
    Part,
    Project,
    ProjectAlias,
    ProjectCategory,
    ProjectProposal,
    ProjectUnit,
    Stage,
)
from projects.models.reserve import (
    LONGEST_TASK_SOURCE,
    FormerReserveTarget,
    ReserveDeclaration,
    ReserveItem,
    ReservePeriod,
    ReserveTarget,
    TaskGiver,
)
from projects.models.rolls import Declaration, RollDeed, RollLine, RollLineQuerySet, RollReminder
from projects.models.suspension import Suspension, SuspensionDeclaration, SuspensionReason
from projects.models.targets import LONGEST_SOURCE, FormerTarget, ListTarget
from projects.models.turn import NextListChoice, NextListSheet, YearEndAnswer, YearEndFate

__all__ = [
    "DRAFTED",
    "LONGEST_SOURCE",
    "LONGEST_TASK_SOURCE",
    "MILESTONE_ORDER",
    "ONLY_DRAFTED",
    "USUAL_BASE",
    "AdjustmentState",
    "AnnualPlan",
    "ChangeKind",
    "ChangeState",
    "ConstructionNature",
    "Declaration",
    "FormerDetails",
    "FormerReserveTarget",
    "FormerTarget",
    "FormerTerms",
    "Holiday",
    "InvestorType",
    "LeadOfficial",
    "Leader",
    "LeaderProposal",
    "ListTarget",
    "Milestone",
    "MilestoneKind",
    "NextListChoice",
    "NextListSheet",
    "OwnRank",
    "Part",
    "PlanAdjustment",
    "PlanCategory",
    "PlanChange",
    "PlanItem",
    "PlanPaper",
    "PlanProposal",
    "PlanState",
    "Portfolio",
    "Project",
    "ProjectAlias",
    "ProjectCategory",
    "ProjectProposal",
    "ProjectSource",
    "ProjectUnit",
    "ReserveDeclaration",
    "ReserveItem",
    "ReservePeriod",
    "ReserveTarget",
    "RollDeed",
    "RollLine",
    "RollLineQuerySet",
    "RollReminder",
    "Secretary",
    "SizeBand",
    "Stage",
    "StartEvidence",
    "Suspension",
    "SuspensionDeclaration",
    "SuspensionReason",
    "TaskGiver",
    "Tier",
    "Town",
    "UnitMerger",
    "YearEndAnswer",
    "YearEndFate",
    "own_rank",
]
