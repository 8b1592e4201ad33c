"""Why a file is not let in, in words that follow its name: `文件“表.xlsx”` + problem."""

SAVE_AS = "请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传"
MACROS = "带有宏，请另存为不带宏的 .xlsx 再上传"


class Refused(Exception):
    """Nothing of the file is read; ``problem`` says what it is and what to do."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def damaged() -> Refused:
    return Refused(f"已损坏，打不开，{SAVE_AS}")


def irregular(what: str) -> Refused:
    """Something that no spreadsheet program writes, and that readers take differently."""
    return Refused(f"{what}，内容无法确定，{SAVE_AS}")
