"""A post's body to hostile HTML: Markdown or HTML, and what the plugins of its old site meant. Runs none of them."""
