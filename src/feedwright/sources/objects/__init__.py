"""Articles that a program hands over as objects, and where they are kept."""
