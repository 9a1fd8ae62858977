"""A question becomes an Answer: understand, gather, compose, verify."""
