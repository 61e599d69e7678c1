"""Which articles are worked on in a copy of the process, and what is said of one that a copy died over."""

from __future__ import annotations

from hashlib import sha256

from feedwright.config import Config
from feedwright.copies import Death
from feedwright.errors import ArticleError
from feedwright.pipeline.copies.tasks import LARGE, Made, Read, ToResolve
from feedwright.pipeline.copies.worker import file_bytes
from feedwright.pipeline.copies.workers import Guard
from feedwright.sources.folder import SourceFile


def guard_of_heads(config: Config) -> Guard[tuple[SourceFile, bytes | None], Read]:
    """For `Worker.read_heads`. What the file holds is known all the same, so that an article keeps its
    identity.
    """

    def blame(item: tuple[SourceFile, bytes | None], death: Death) -> Read:
        source, _ = item
        try:
            digest = sha256(file_bytes(str(config.content_folder), source)).digest()
        except ArticleError as error:
            return Read(error=error)
        return Read(error=_error(config, source, death), digest=digest)

    return Guard(lambda item: item[0].size > LARGE, blame)


def guard_of_entries(config: Config) -> Guard[ToResolve, Made]:
    """For `Worker.make_entries`. Pictures that are made smaller are decoded, so that articles may have a
    large one.
    """

    def blame(task: ToResolve, death: Death) -> Made:
        return Made(task.source, error=_error(config, task.source, death))

    return Guard(lambda task: bool(config.media.image_sizes) or task.source.size > LARGE, blame)


def _error(config: Config, source: SourceFile, death: Death) -> ArticleError:
    if death.is_timeout:
        allowed = config.articles.seconds
        return ArticleError(
            source.path,
            found=f"text that takes more than {allowed} s of processor time",
            expected="an article; `articles.seconds` in config.yaml allows more",
        )
    found = f"text over which the process that read it was killed ({death.cause})"
    return ArticleError(source.path, found=found, expected="an article")
