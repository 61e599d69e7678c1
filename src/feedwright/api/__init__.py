"""The functions of `import feedwright`. Each imports what it needs when called, so that starting is fast."""
