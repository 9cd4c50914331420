"""The readers' way in (a «door» in docs/words.md): pages, feeds, media. It reads only published content and uses no
session or user."""
