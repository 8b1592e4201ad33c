"""The people of the demonstration county. They exist nowhere else."""

from dataclasses import dataclass

from accounts.models import Role

COUNTY = "示范县"
PASSWORD = "xushi-2019"


@dataclass(frozen=True)
class Person:
    """``unit`` names a unit of the county; empty means the county itself."""

    username: str
    name: str
    role: str
    unit: str = ""


OFFICIALS = (
    Person("lingdao", "李县长", Role.LEADER),
    Person("shenhe", "王审核", Role.REVIEWER),
    Person("shending", "赵审定", Role.APPROVER),
    Person("ducha", "孙督查", Role.INSPECTOR),
    Person("shenji", "吴审计", Role.AUDITOR),
    Person("guanli", "周管理", Role.ADMINISTRATOR),
)
REPORTERS = tuple(
    Person(username, name, Role.REPORTER, unit)
    for username, name, unit in (
        ("jiaotong", "陈交通", "交通运输局"),
        ("shuili", "林水利", "水利局"),
        ("zhujian", "何住建", "住房和城乡建设局"),
        ("jiaoti", "高教体", "教育体育局"),
        ("weijian", "马卫健", "卫生健康局"),
        ("wenlv", "罗文旅", "文化和旅游局"),
        ("nongye", "郑农业", "农业农村局"),
        ("gongxin", "谢工信", "工业和信息化局"),
        ("fagai", "宋发改", "发展和改革局"),
        ("huanbao", "唐环保", "生态环境分局"),
        ("ziran", "许自然", "自然资源局"),
        ("chengtou", "韩城投", "城市建设投资公司"),
        ("cailiao", "冯材料", "现代材料产业园管委会"),
        ("huayang", "于华阳", "华阳景区管委会"),
        ("donghe", "董东河", "东河镇人民政府"),
        ("nanba", "萧南坝", "南坝镇人民政府"),
        ("beishan", "程北山", "北山镇人民政府"),
        ("xiling", "曹西岭", "西岭镇人民政府"),
    )
)
PEOPLE = OFFICIALS + REPORTERS
