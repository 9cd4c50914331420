"""The site itself: the front page, pages, its profile, what is told outside."""
