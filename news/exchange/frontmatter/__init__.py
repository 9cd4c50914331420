"""Front matter: from the bytes of a file to texts by key. Knows YAML and JSON, no post."""
