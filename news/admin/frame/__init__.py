"""What stands around every page of the desk: the menu, the palette, keys, errors, headers."""
