"""Imports 20,000 generated posts into a fresh site: posts per second, memory while it runs, queries per page.

`make bench`, or `python tests/benchmarks/import_20000.py [--posts N] [--keep FOLDER]`. Prints one JSON object.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FEW = 10
WORDS = [
    *("港口", "潮水", "街道", "电车", "市政厅", "学校", "数据", "算法", "传感器", "市场", "茶山", "书店", "渡轮"),
    *("码头", "海堤", "记者", "读者", "居民", "预算", "会议", "报告", "技术", "平台", "创新", "企业", "合作", "服务"),
    *("发展", "项目", "计划", "今年", "明天", "上午", "公布", "认为", "需要", "可以", "已经", "正在", "开始", "继续"),
    *("增加", "减少", "超过", "达到", "完成", "建设", "开放", "研究", "城市"),
]
SECTIONS = ["新闻", "科技", "生活", "财经", "体育"]
PROGRESS = re.compile(r"^([\d,]+)/[\d,]+ ")


def write_posts(folder: Path, count: int) -> None:
    chance = random.Random(20000)  # noqa: S311  (the same posts every time)
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"post-{number:05}.md").write_text(make_post(number, chance), encoding="utf-8")


def make_post(number: int, chance: random.Random) -> str:
    section, desk, column = chance.choice(SECTIONS), chance.randrange(8), chance.randrange(6)
    tags = ", ".join(f"标签{chance.randrange(400)}" for _ in range(chance.randint(2, 5)))
    paragraphs = "".join(f'<p style="text-indent: 2em">{make_text(chance, 40)}。</p>\n' for _ in range(8))
    picture = f"https://cors.zfour.workers.dev/?http://images.example.com/{number}.jpg"
    return (
        f"---\ntitle: '{make_text(chance, 6)} {number}'\n"
        f"categories:\n - {section}\n - 站点{desk}\n - 频道{column}\n"
        f"tags: [{tags}]\nauthor: 记者{chance.randrange(60)}\nheadimg: '{picture}'\n"
        f"date: 2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} {chance.randrange(24):02}:30:00\n---\n"
        f'<div>\n<p><img src="{picture}" alt="图 {number}"></p>\n{paragraphs}'
        f"<p><strong>{make_text(chance, 3)}</strong></p>\n<p>{make_text(chance, 30)}。</p>\n</div>\n"
    )


def make_text(chance: random.Random, words: int) -> str:
    return "".join(chance.choices(WORDS, k=words))


def manage(site: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments, *(["--no-network"] if arguments[0] == "import_posts" else [])],
        cwd=ROOT,
        env=site_environment(site),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def site_environment(site: Path) -> dict[str, str]:
    return {**os.environ, "CMS_DATA_DIR": str(site), "CMS_DEBUG": "1", "PYTHONUNBUFFERED": "1"}


def run_import(site: Path, posts: Path, *arguments: str) -> dict:
    """The counts, the time and the memory of one run; what it says about its progress is where memory is read."""
    started = time.monotonic()
    process = manage(site, "import_posts", str(posts), *arguments)
    memory = {}
    assert process.stderr
    for line in process.stderr:
        if match := PROGRESS.match(line):
            memory[int(match[1].replace(",", ""))] = read_rss_mib(process.pid)
        else:
            sys.stderr.write(line)
    usage = wait_for(process)
    return {
        "exit": process.returncode,
        "seconds": time.monotonic() - started,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "rss_mib": memory,
        "peak_rss_mib": usage.ru_maxrss // 1024,
    }


def read_rss_mib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    match = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(match[1]) // 1024 if match else 0


def wait_for(process: subprocess.Popen[str]) -> resource.struct_rusage:
    """Like `wait`, with what the process used."""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage


def count_queries(site: Path) -> dict[str, object]:
    """In a process of its own, so that nothing is warm but what a first visit has warmed."""
    result = subprocess.run(
        [sys.executable, __file__, "--count-queries"],
        cwd=ROOT,
        env=site_environment(site),
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(result.stdout) if result.returncode == 0 else {"error": result.stderr[-300:]}


def print_query_counts() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from news.models import Post, PostCategory, Tag

    post = Post.objects.published().newest_first().first()
    category = PostCategory.objects.get(post=post, position=0).category
    tag = Tag.objects.filter(items__content_object=post).order_by("slug").first()
    pages = {"home": "/", "category": category, "parent category": category.parent.parent, "tag": tag, "post": post}
    counts = {}
    for name, page in pages.items():
        path = page if isinstance(page, str) else page.get_absolute_url()
        Client(HTTP_HOST="127.0.0.1").get(path)
        cache.clear()
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            response = Client(HTTP_HOST="127.0.0.1").get(path)
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        counts[name] = {"status": response.status_code, "queries": len(queries), "ms": milliseconds}
    sys.stdout.write(json.dumps(counts))


def at_marks(memory: dict[int, int], total: int) -> dict[str, int]:
    """Memory at each quarter: the first reading from there on."""
    marks = [total * part // 4 for part in (1, 2, 3)]
    found = {str(mark): next((memory[done] for done in sorted(memory) if done >= mark), 0) for mark in marks}
    return {**found, str(max(memory, default=0)): memory[max(memory)] if memory else 0}


def bench(count: int, folder: Path) -> dict[str, object]:
    posts, site = folder / "bench" / "_posts", folder / "site"
    write_posts(posts, count)
    site.mkdir()
    manage(site, "migrate", "-v0").communicate()
    run_import(site, posts, "--limit", str(FEW), "--quiet")
    few = count_queries(site)
    first = run_import(site, posts)
    second = run_import(site, posts)
    return {
        "posts": count,
        "exit": first["exit"],
        "seconds": round(first["seconds"], 1),
        "cpu_seconds": round(first["cpu_seconds"], 1),  # on a busy machine this is what counts
        "posts_per_s": round(count / first["seconds"], 1),
        "peak_rss_mib": first["peak_rss_mib"],
        "rss_mib_at": at_marks(first["rss_mib"], count),
        "again_unchanged_per_s": round(count / second["seconds"]),
        "database_mib": (site / "masthead.sqlite3").stat().st_size >> 20,
        f"queries_with_{FEW}": few,
        f"queries_with_{count}": count_queries(site),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it there")
    parser.add_argument("--count-queries", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.count_queries:
        print_query_counts()
        return
    folder = options.keep or Path(tempfile.mkdtemp(prefix="masthead-bench-"))
    try:
        sys.stdout.write(json.dumps(bench(options.posts, folder), indent=2) + "\n")
    finally:
        if not options.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
