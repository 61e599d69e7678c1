"""An article, as many projects have it."""

from django.db import models
from django.utils.timezone import now


class Article(models.Model):
    """An article."""

    title = models.CharField(max_length=200)
    body = models.TextField()
    section = models.CharField(max_length=200, blank=True)
    published = models.DateTimeField(default=now)
    saved = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"https://harbourpost.example/{self.section}/{self.pk}"
