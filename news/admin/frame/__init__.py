"""What surrounds every page of the desk: the menu, the palette, keyboard shortcuts, errors, headers."""
