"""Reads front matter: from the bytes of a file to texts by key. It knows YAML, JSON and TOML, but not posts."""
