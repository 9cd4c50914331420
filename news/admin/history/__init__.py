"""What posts were and are to be: versions compared, brought back, seen as readers saw them, changes planned."""
