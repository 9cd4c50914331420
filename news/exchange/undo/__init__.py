"""Takes an import back: post by post, then what it made besides them and nobody uses any more."""
