"""A file becomes a Report: pages, sections, passages, tables and figures, each with its place."""
