"""Recognise user agents that are not readers, by a short manual list of words, matched anywhere in any case."""

import re

WORDS = (
    # What nearly all crawlers call themselves. Cubot is a brand of phones.
    *("(?<!cu)bot", "crawl", "spider", "slurp", "archiver", "indexer", "scrap"),
    # Programs that fetch previews, feeds and translations.
    *(
        "facebookexternalhit",
        "whatsapp",
        "preview",
        "embedly",
        "feedfetcher",
        "feedly",
        "mediapartners",
        "inspectiontool",
    ),
    # Automated browsers and audits.
    *(
        "headless",
        "lighthouse",
        "pagespeed",
        "phantomjs",
        "puppeteer",
        "playwright",
        "selenium",
        "webdriver",
        "prerender",
    ),
    # Programs and libraries.
    *(
        "curl/",
        "wget",
        "python",
        "aiohttp",
        "httpx",
        "okhttp",
        "go-http-client",
        "java/",
        "libwww",
        "axios",
        "node-fetch",
    ),
    # Monitors and validators.
    *("monitor", "uptime", "pingdom", "statuscake", "zgrab", "masscan", "nmap", "validator", "checker"),
)
_BOT = re.compile("|".join(WORDS), re.IGNORECASE)


def is_bot(user_agent: str) -> bool:
    """Tell whether it is a bot; a missing user agent counts as one too."""
    return not user_agent or _BOT.search(user_agent) is not None
