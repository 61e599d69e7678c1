"""Validators of whole feed documents, written from the specifications and not from our writers."""
