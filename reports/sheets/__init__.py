"""Papers that are mostly a table: of a unit, a leader, chosen projects; the numbers of a speech."""
