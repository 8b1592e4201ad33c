"""收回 Word 稿: a paper that was edited outside comes back, and is filled at another cut-off."""
