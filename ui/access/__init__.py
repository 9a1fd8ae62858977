"""Who is asking, and what they may do: accounts, sessions, roles, login, the audit log."""
