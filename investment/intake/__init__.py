"""Monthly workbooks: read → preview → apply → (undo).

``preview_monthly`` writes nothing; ``apply_monthly`` writes what a preview showed, or raises;
``bring_in_file`` does both in one transaction. ``uploads`` has the same for a file that waits for
a person in between.
"""

from investment.intake.applying import apply_monthly
from investment.intake.comparing import Line, MonthlyPreview, Verdict, preview_monthly
from investment.intake.uploads import bring_in_file

__all__ = [
    "Line",
    "MonthlyPreview",
    "Verdict",
    "apply_monthly",
    "bring_in_file",
    "preview_monthly",
]
