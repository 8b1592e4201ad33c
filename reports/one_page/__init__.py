"""The one page of a project: what every room below knows of it, in tabs, and its timeline."""
