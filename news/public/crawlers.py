"""Crawlers that collect text to train or feed language models, by the name they obey in robots.txt.

Taken from the crawlers' own documentation (2026-11). Search engines' ordinary crawlers do not belong here: a site that
excludes them is not found. `Google-Extended` and `Applebot-Extended` are no crawlers but opt-outs for crawled text.
"""

AI_CRAWLERS = (
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ChatGLM-Spider",
    "ChatGPT-User",
    "Claude-SearchBot",
    "Claude-User",
    "Claude-Web",
    "ClaudeBot",
    "cohere-ai",
    "cohere-training-data-crawler",
    "DeepSeekBot",
    "Diffbot",
    "DuckAssistBot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "ImagesiftBot",
    "Kangaroo Bot",
    "Meta-ExternalAgent",
    "meta-externalfetcher",
    "MistralAI-User",
    "OAI-SearchBot",
    "omgili",
    "PanguBot",
    "Perplexity-User",
    "PerplexityBot",
    "TikTokSpider",
    "Timpibot",
    "Webzio-Extended",
    "YouBot",
)
