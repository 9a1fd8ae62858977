"""Readers of the file formats: every one turns a file into the same `Document`, out of process where it parses foreign bytes."""
