"""What the sitemaps list: canonical addresses that search engines may keep, in parts of bounded size."""
