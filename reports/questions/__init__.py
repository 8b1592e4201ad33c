"""临时要数: projects picked for a moment, as a table, its sums and a sentence; kept as 临时名单."""
