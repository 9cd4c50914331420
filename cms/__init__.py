"""How the site is wired on a machine."""
