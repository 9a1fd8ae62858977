"""The tab "Underlag" and the command `brief`: a meeting brief shown, edited, and made into Word and PDF."""
