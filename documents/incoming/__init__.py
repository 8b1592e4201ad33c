"""Word files that come from outside (.docx): hostile until shown otherwise, and opened nowhere but
in a process of their own."""
