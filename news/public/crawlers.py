"""Crawlers that gather text to train or feed language models, by the name they answer to in robots.txt.

From the crawlers' own documentation (2026-11). Search engines' ordinary crawlers do not belong here: who is kept out
is not found. `Google-Extended` and `Applebot-Extended` are no crawlers but switches for what was crawled already.
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
