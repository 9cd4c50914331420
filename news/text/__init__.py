"""Pure functions from text to text. No database, settings or network, and no imports from our other packages."""
