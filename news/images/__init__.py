"""Pictures: checked, stored under their content's name, cut into renditions. Bytes are hostile until decoded here."""
