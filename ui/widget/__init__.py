"""The public widget: the web component, its script, and the page that shows it here."""
