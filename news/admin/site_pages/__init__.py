"""The site itself: the front page, static pages, the site profile, and follow-ups."""
