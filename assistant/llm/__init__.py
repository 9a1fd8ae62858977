"""A configured language model reads questions that code cannot, and words answers; it never supplies a number."""
