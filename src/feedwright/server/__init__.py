"""Serve feeds/ over HTTP, and read access logs."""
