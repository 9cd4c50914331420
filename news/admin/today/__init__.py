"""Today: what people come to the desk for, on one screen. Each module is one part of it and states its query count."""
