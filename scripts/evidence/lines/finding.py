"""Lines about finding what exists, and about pages that are missing."""

import os
import re
import secrets
import subprocess
import sys
import tempfile
from urllib.parse import quote, urlsplit

from scripts.evidence import scene
from scripts.evidence.measured import Measured, line, no_faults
from scripts.evidence.site import ROOT
from scripts.evidence.stage import Stage

NOTHING = "/search/?q=" + quote("查无此词查无此词")
FEW_LINKS = 3
MAX_ERROR_BYTES = 5_000
POST_PATH = re.compile(r"/\d{4}/\d\d/\d\d/.")

# The home page of a site whose database cannot be opened.
_BROKEN = """
import django, logging
django.setup()
logging.disable(logging.CRITICAL)
from django.test import Client
answer = Client(raise_request_exception=False, SERVER_NAME='127.0.0.1').get('/')
text = answer.content.decode()
is_ours = 'lang="zh-Hans"' in text and 'href="/"' in text and '</h1>' in text
print(answer.status_code, len(answer.content), is_ours, 'Traceback' in text)
"""


@line(36, "search finds either width, either case and one character, and marks it; nothing found offers ways on")
def measure_search(stage: Stage) -> Measured:
    faults = []
    for word in scene.SEARCHES:
        tree = stage.fetch(f"/search/?q={quote(word)}").tree
        if not tree.xpath(f"//main//a[@href='{scene.PATH}']"):
            faults.append(f"«{word}» does not find the post")
        elif not tree.xpath("//main//mark"):
            faults.append(f"«{word}» is not marked")
    offers = stage.links(NOTHING, "//main//a[starts-with(@href, '/')]/@href")
    faults += [] if len(set(offers)) >= FEW_LINKS else [f"nothing found offers {len(set(offers))} links"]
    return no_faults(faults, f"{len(scene.SEARCHES)} spellings; nothing found offers {len(set(offers))} links")


@line(
    37, "404 says so, searches and leads on; an old address redirects for good; the page of an error needs no database"
)
def measure_missing(stage: Stage) -> Measured:
    answer = stage.fetch(stage.paths["missing"])
    boxes = len(answer.tree.xpath("//main//form//input[@name='q']"))
    links = len({href for href in stage.links(stage.paths["missing"], "//main//a/@href") if POST_PATH.match(href)})
    old = stage.fetch(scene.OLD_PATH)
    target = urlsplit(old.headers.get("location", "")).path
    broken = answer_without_database()
    faults = [f"status {answer.status}"] if answer.status != 404 else []  # noqa: PLR2004
    faults += ["no search box"] if not boxes else []
    faults += [f"{links} links to posts"] if links < FEW_LINKS else []
    faults += [f"old address: {old.status} {target}"] if (old.status, target) != (301, scene.PATH) else []
    faults += (
        [] if broken.startswith(("500 ", "503 ")) and broken.endswith("True False") else [f"without database: {broken}"]
    )
    size = int(broken.split()[1]) if not faults else 0
    faults += [f"the page of an error has {size} bytes"] if size > MAX_ERROR_BYTES else []
    return no_faults(faults, f"404 with {links} posts, 301, without database {broken.split()[0]} in {size} bytes")


def answer_without_database() -> str:
    """Return the status, the length, whether the page is ours, and whether it shows a traceback."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CMS_")}
        environment = kept | {
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "CMS_DATA_DIR": folder,
            "CMS_DATABASE_URL": f"sqlite:///{folder}/missing/folder/a.sqlite3",
            "CMS_SECRET_KEY": secrets.token_urlsafe(50),
            "CMS_ALLOWED_HOSTS": "127.0.0.1",
            "CMS_HTTPS": "0",
        }
        command = [sys.executable, "-W", "ignore", "-c", _BROKEN]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]
