"""People: the command, the web chat, and the wiring of everything below."""
