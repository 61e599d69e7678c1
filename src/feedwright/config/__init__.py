"""config.yaml -> Config. Every error names the key, the line, what was found and what was expected."""

from feedwright.config.load import load_config, make_config
from feedwright.config.settings import DEFAULT_PERMALINK, Config, ContentMode, FeedSettings

__all__ = ["DEFAULT_PERMALINK", "Config", "ContentMode", "FeedSettings", "load_config", "make_config"]
