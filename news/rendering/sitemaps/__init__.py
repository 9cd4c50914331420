"""The contents of the sitemaps: canonical URLs that search engines may index, in parts of bounded size."""
