"""The door for other assistants: the same abilities, visibility and limits by the Model Context Protocol (MCP)."""
