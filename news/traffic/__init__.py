"""How often posts are read: counted without cookies, stored without readers. The only code that writes `ViewCount`."""
