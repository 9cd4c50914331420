"""Pictures: checked, stored under a hash of their content and cut into renditions. Bytes are hostile until decoded."""
