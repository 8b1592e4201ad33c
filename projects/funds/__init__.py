"""资金: sources of a project's money, and what of it has arrived and is paid."""
