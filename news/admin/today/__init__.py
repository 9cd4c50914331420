"""Today: what a person comes to the desk for, on one screen. Each module is one part of it and says what it costs."""
