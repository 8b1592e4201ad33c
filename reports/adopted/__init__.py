"""采用往年文稿: a typed .docx becomes a template, which is filled at another cut-off in its own
formatting."""
