"""A Report becomes findable: catalogue and figures in SQL, words in full text, passages in Chroma."""
