"""config.yaml -> Config. Every error names the key, the line, what was found and what was expected."""

from feedwright.config.load import load_config
from feedwright.config.settings import ArticleRules, Config, ContentMode, FeedSettings, ServeSettings, Site

__all__ = ["ArticleRules", "Config", "ContentMode", "FeedSettings", "ServeSettings", "Site", "load_config"]
