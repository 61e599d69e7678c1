"""Article -> Entry: make URLs absolute, clean HTML, create the summary, measure media."""
