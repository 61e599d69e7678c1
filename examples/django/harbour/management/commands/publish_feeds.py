"""Publish the feeds of all sections into a folder."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from harbour.models import Article
from harbour.publishing import publication, to_publish


class Command(BaseCommand):
    """Bring FEEDS_ROOT up to date with the articles in the database."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the command's options."""
        parser.add_argument("--changed-only", action="store_true", help="what was saved in the last hour")

    def handle(self, *args: Any, changed_only: bool = False, **options: Any) -> None:
        """Publish, and tell what was done."""
        articles = Article.objects.all()
        if changed_only:
            articles = articles.filter(saved__gt=now() - timedelta(hours=1))
        report = publication.publish(to_publish(articles), to=settings.FEEDS_ROOT, changed_only=changed_only)
        for rejected in report.rejected:
            self.stderr.write(str(rejected))
        self.stdout.write(f"{report.articles} articles read, {len(report.changed)} files changed")
