"""项目记事: dated notes by hand that may name a colleague, and photos that come by the folder."""
