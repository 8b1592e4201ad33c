"""Monthly workbooks: read → preview → apply.

``preview_monthly`` writes nothing; ``apply_monthly`` writes what a preview showed, or raises.
"""

from investment.intake.applying import apply_monthly
from investment.intake.comparing import Line, MonthlyPreview, Verdict, preview_monthly

__all__ = ["Line", "MonthlyPreview", "Verdict", "apply_monthly", "preview_monthly"]
