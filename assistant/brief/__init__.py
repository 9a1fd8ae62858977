"""A meeting brief for the member council, made of figures, quotes and findings that each have their place."""
