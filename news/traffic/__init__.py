"""Count how often posts are read, without cookies or data about readers. The only code that writes `ViewCount`."""
