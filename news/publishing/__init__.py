"""Writes by editors: one named function per act. Permission is the door's question, not asked here."""
