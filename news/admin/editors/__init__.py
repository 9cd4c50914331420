"""The editors of HTML: one engine a file, one seam."""
