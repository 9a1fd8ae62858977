"""The tab "Rapporter": the library, uploads, and what is done with a report."""
