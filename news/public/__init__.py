"""The readers' door (docs/words.md): pages, feeds, media. It reads only published content, and no session or user."""
