"""The HTML editors: one file per engine, behind one interface."""
