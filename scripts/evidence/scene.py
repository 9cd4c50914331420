"""Writes the posts that the lines of the table are about, as files for the real importer.

The main post looks as a crawler writes it: the title's quotation marks lost to a file name, one picture used as header,
thumbnail and first picture of the text, headings as bold paragraphs, indents as inline styles.
"""

import datetime as dt
from pathlib import Path

from PIL import Image, ImageDraw

TITLE = "全港首家！听潮2座车间入选第二批“灯塔工坊”名录"
SLUG = "lighthouse-workshops"
PATH = f"/2023/03/14/{SLUG}/"
OLD_PATH = "/old/lighthouse-workshops.html"
CATEGORIES = ("岸线观察", "工业专刊", "快讯")
AUTHOR = "工业专刊"
TAGS = ("灯塔工坊", "智能制造", "产教融合")
SOURCE, SOURCE_URL = "海岸工业网", "https://industry.example/2023/lighthouse.html"
CAPTION = "听潮车间的装配线在清晨开动"
TODAY_SLUG, NAMESAKE = "quay-cranes-today", "港口吊机"
COMPANIONS = 17
SEARCHES = ("听潮", "ａｉｏｔ", "aIoT", "潮", "ＡＩＯＴ")

LEAD = (
    (
        "昨日，港区工业促进会公布第二批96家“灯塔工坊”的认定结果，听潮装备下属2座车间同时入选，数量居全港之首，"
        "也是港区唯一同时入选“协作制造”和“人才孵化”两类工坊的企业。"
    ),
    (
        "在全部96家工坊中，有7家来自北岸，分别依托船坞、泵站、仪表、包装与冷链5个行业。就北岸来看，"
        "听潮的“灯塔工坊”起步最早，投入的技师也最多。"
    ),
)
SECTIONS = (
    (
        "协作制造：让图纸走在钢板前面",
        (
            (
                "走进一号车间，最先看到的不是机床，而是一面挂满纸条的墙。每张纸条写着一个没有解决的问题，谁解决了，"
                "谁就把它取下来。去年一年，墙上取下了413张纸条，其中四成来自“听潮”以外的合作厂。"
            ),
            (
                "车间主任陶映川说，过去的“协作”是把零件送来送去，现在的“协作”是把问题说清楚。"
                "图纸先在AIoT平台上试装一遍，管线打架、螺孔错位，都在下料之前暴露出来。"
            ),
            (
                "平台每天收到约2万条读数，温度、振动、扭矩各占三分之一。读数本身并不稀奇，"
                "稀奇的是每条读数都能找到负责的人，谁看过、谁处理过，一查便知。"
            ),
            (
                "返工率由此降到1.8%，比上一年少了一半。省下来的钢板够造一条四十米的渡船，这笔账贴在食堂门口，"
                "每个人吃饭时都看得到。"
            ),
            (
                "合作厂也尝到了好处。南岸的一家泵站配件厂只有19个人，过去接不了急单，"
                "如今图纸提前三天到手，夜里不再加班，订单反倒多了两成。"
            ),
            (
                "促进会的评审在现场问得最多的一句话是：“如果网络断了怎么办？”车间的回答是当场拔掉网线，"
                "机床照常走完了那一刀，读数存在本机，恢复之后自动补传。"
            ),
        ),
    ),
    (
        "人才孵化：师傅带着题目上课",
        (
            (
                "二号车间的楼上是一间教室，桌椅是旧托盘改的。每周三下午，师傅带着本周最难的题目上来，"
                "学生从港口职业学校过来，一起坐到天黑。"
            ),
            (
                "题目都是真的。上个月的题目是一台吊机的制动片为什么总在阴天打滑，"
                "三组学生给出三种答案，师傅逐一上机验证，最后采用的是最便宜的那一种。"
            ),
            (
                "三年里，这间教室走出了127名技师，其中58人留在北岸，另有11人回到学校任教。"
                "他们把自己叫作“退潮之后的人”，意思是潮水退去，礁石还在。"
            ),
            (
                "学校的教务长说，产教融合最怕两头热、中间冷。这里的办法很简单：题目由车间出，分数由车间打，"
                "奖金由车间发，学校只管把课表空出来。"
            ),
            (
                "下一步，两座车间计划把题库公开，任何一家工厂都可以来取，也可以把自己的题目放进去。"
                "题库的第一批共有300道，明年春天上线，沿岸的学校都能用。"
            ),
        ),
    ),
)
PARAGRAPHS = (*LEAD, *(text for _heading, texts in SECTIONS for text in texts))
HEADINGS = tuple(heading for heading, _texts in SECTIONS)


def write_scene(folder: Path) -> Path:
    """Write the folder that `import_posts` is to read. May be repeated."""
    posts = folder / "_posts"
    (posts / "images").mkdir(parents=True, exist_ok=True)
    draw_picture(posts / "images" / "workshop.jpg", "#1d4e6f")
    draw_picture(posts / "images" / "crane.jpg", "#7a3b2e")
    (posts / f"{SLUG}.md").write_text(main_file(), encoding="utf-8")
    (posts / f"{TODAY_SLUG}.md").write_text(today_file(), encoding="utf-8")
    for number in range(COMPANIONS):
        (posts / f"companion-{number:02d}.md").write_text(companion_file(number), encoding="utf-8")
    return posts


def draw_picture(path: Path, colour: str) -> None:
    """Draw a 16:9 picture of stripes, which compress less than plain areas and more than a photograph."""
    picture = Image.new("RGB", (1600, 900), colour)
    pen = ImageDraw.Draw(picture)
    for step in range(0, 1600, 40):
        pen.line((step, 900, 1600 - step, step % 900), fill=(step % 256, 180, 200), width=9)
    pen.ellipse((980, 120, 1330, 470), fill="#f2c14e")
    picture.save(path, quality=88)


def header(title: str, slug: str, date: str, *, more: str = "") -> str:
    categories = "".join(f" - {name}\n" for name in CATEGORIES)
    return (
        f"---\ntitle: '{title}'\nslug: {slug}\ncategories:\n{categories}author: {AUTHOR}\ndate: {date}\n{more}---\n\n"
    )


def main_file() -> str:
    damaged = TITLE.replace("“", "_").replace("”", "_")
    more = (
        f"headimg: images/workshop.jpg\nthumbnail: images/workshop.jpg\ntags: [{', '.join(TAGS)}]\n"
        f"source: {SOURCE}\nsource_url: {SOURCE_URL}\nalias: {OLD_PATH}\ncomments: false\n"
    )
    blocks = [indented(text) for text in LEAD]
    blocks.insert(
        1, f'<p style="text-align:center"><img src="images/workshop.jpg" title="{CAPTION}" alt="{TITLE}"></p>'
    )
    for heading, texts in SECTIONS:
        blocks += [indented(f"<strong>{heading}</strong>"), *(indented(text) for text in texts)]
    return header(damaged, SLUG, "Tue, 14 Mar 2023 05:58:00 GMT", more=more) + f"<div>   \n{''.join(blocks)}\n</div>\n"


def indented(html: str) -> str:
    return f'<p style="text-indent: 2em; text-align: left;">{html}</p>'


def today_file() -> str:
    now = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=2)
    body = "<p>清晨五点，码头上的吊机排成一行，等待今天的第一艘船。</p>"
    more = "headimg: images/crane.jpg\ntags: [港口吊机]\n"
    return header(f"{NAMESAKE}今晨排队等船", TODAY_SLUG, f"{now:%Y-%m-%dT%H:%M:%SZ}", more=more) + body


def companion_file(number: int) -> str:
    tag = TAGS[number % len(TAGS)]
    date = f"2023-03-{number + 3:02d} 09:{number:02d}:00"
    body = f"<p>工坊的第{number + 1}份简报：机床检修、学员名单与下周的题目，均已贴在门口。</p>"
    return header(f"工坊简报第{number + 1}期", f"brief-{number + 1}", date, more=f"tags: [{tag}]\n") + body
