"""The image library: finding, describing, uploading, replacing and deleting pictures, and choosing them elsewhere."""
