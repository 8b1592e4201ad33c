"""单位任务: targets of units without a project, and what they report of them."""
