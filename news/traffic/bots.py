"""User agents that are not readers: a short list, kept by hand. Words are looked for anywhere, whatever their case."""

import re

WORDS = (
    # What nearly all crawlers call themselves. Phones of the make Cubot are none.
    *("(?<!cu)bot", "crawl", "spider", "slurp", "archiver", "indexer", "scrap"),
    # Fetchers of previews, feeds and translations.
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
    # Watchers and checkers.
    *("monitor", "uptime", "pingdom", "statuscake", "zgrab", "masscan", "nmap", "validator", "checker"),
)
_BOT = re.compile("|".join(WORDS), re.IGNORECASE)


def is_bot(user_agent: str) -> bool:
    """Who does not say what it is counts as one too."""
    return not user_agent or _BOT.search(user_agent) is not None
