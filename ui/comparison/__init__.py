"""The tab "Jämför": measures, associations and years side by side, as table, chart and files."""
