"""Article -> Entry: id and URLs absolute, HTML clean, summary made, media measured."""
