"""项目简介卡: one project on one A4; several cards are one file, a page each."""
