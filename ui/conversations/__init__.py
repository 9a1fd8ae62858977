"""What is kept of conversations: the turns, their names, and what readers thought of the answers."""
