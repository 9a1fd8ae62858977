"""Running the program: request ids, logs, metrics, readiness, and the anonymous statistics."""
