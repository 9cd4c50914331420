"""Generated Chinese posts, the same every time, and a scan of them that needs no index."""

import datetime as dt
import random

from django.utils import timezone

from news.models import Post
from news.text.folding import fold_text
from news.text.plain import visible_text

# Common characters with different weights, so that pairs repeat as they do in real text.
CHARACTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
    "全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果"
    "料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则"
)
WORDS = [
    *("创新", "创新基地", "海尔", "产学研", "专精特新", "孵化", "企业", "平台", "研究", "开放", "城市", "港口", "潮汐"),
    *(
        "传感器",
        "数据",
        "算法",
        "集成电路",
        "碳中和",
        "新能源",
        "数字经济",
        "一带一路",
        "高质量发展",
        "人工智能",
        "专利",
    ),
    *(
        "标准",
        "融资",
        "上市",
        "并购",
        "校企合作",
        "产业园",
        "智慧城市",
        "工业互联网",
        "供应链",
        "中小企业",
        "科技成果转化",
    ),
    *("AIoT", "5G", "NB-IoT", "ChatGPT", "Haier"),
]
MARKS = "，。、；：！？“”（）《》—…"
TRADITIONAL = str.maketrans("创发产业研数据开国经济", "創發產業研數據開國經濟")


def make_posts(count, characters=692, seed=10_000):
    """Unsaved, published one minute apart; every tenth in traditional characters, every seventh in full width."""
    chance = random.Random(seed)  # noqa: S311  (the same posts every time)
    weights = [1 / (number + 3) for number in range(len(CHARACTERS))]
    now = timezone.now()
    for number in range(count):
        title, summary, body = (make_text(chance, weights, size) for size in (22, 60, characters))
        if number % 10 == 0:
            title, body = title.translate(TRADITIONAL), body.translate(TRADITIONAL)
        if number % 7 == 0:
            body = body.replace("AIoT", "ＡＩｏＴ").replace("5G", "５Ｇ")
        paragraphs = [body[start : start + 120] for start in range(0, len(body), 120)]
        at = now - dt.timedelta(minutes=number + 1)
        post = Post(title=title, slug=f"made-{number}", summary=summary, status=Post.Status.APPROVED)
        post.body = "".join(f"<p>{each}</p>" for each in paragraphs)
        post.published_at, post.first_published_at, post.path_on = at, at, timezone.localdate(at)
        yield post


def make_text(chance, weights, size):
    parts, length = [], 0
    while length < size:
        kind = chance.random()
        if kind < 0.08:
            part = chance.choice(MARKS)
        elif kind < 0.2:
            part = chance.choice(WORDS)
        else:
            part = "".join(chance.choices(CHARACTERS, weights, k=chance.randint(2, 12)))
        parts.append(part)
        length += len(part)
    return "".join(parts)


def make_queries(posts, count, seed=7):
    """Runs of one, two and three characters that stand somewhere in the posts, in equal parts; some in full width."""
    chance = random.Random(seed)  # noqa: S311
    queries = []
    while len(queries) < count:
        text, size = scanned_text(chance.choice(posts)), 1 + len(queries) % 3
        start = chance.randrange(len(text) - size)
        run = text[start : start + size]
        if all("\u4e00" <= character <= "\u9fff" for character in run):
            queries.append(run)
    return queries


def scanned_text(post):
    """All that is to be found, folded, one line per block."""
    return fold_text("\n".join((post.title, post.subtitle, post.summary, visible_text(post.body))))


def scan(texts, query):
    """Ids of those whose text holds the query. `texts` by id."""
    wanted = fold_text(query)
    return {pk for pk, text in texts.items() if wanted in text}
