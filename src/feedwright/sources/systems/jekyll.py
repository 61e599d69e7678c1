"""Jekyll."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page
    from feedwright.sources.scopes import Site

SETTINGS = ("_config.yml", "_config.yaml", "_config.toml")
KEYS = {
    "category": "categories",
    "tag": "tags",
    "last_modified_at": "updated",
    "modified_date": "updated",
    "permalink": "address",
    "lang": "locale",
    "locale": "locale",
    "excerpt_separator": "divider",
    "layout": "layout",
    "header": "picture",
    "header-img": "picture",
    "cover-img": "picture",
    "thumbnail-img": "picture",
    "subtitle": "summary",
}
OTHER_KEYS = ("author_profile", "feed", "gallery", "show_date", "show_excerpts", "sitemap", "tagline")
SIGN = (
    r"\{%-? *(?:include|highlight|raw|link|post_url|assign|comment|img|youtube|vimeo)\b"
    r"|\{\{[^{}]{0,200}(?:site\.(?:baseurl|url)|relative_url|absolute_url|page\.)"
)

TITLE_HEADING = "none"
TAKES_LAST_KEY = True
COUNTS_DAYS_ON = True
STAMPS_ARE_UTC = True
HTML_IS_HTML = True
TITLES_ARE_BARE = True
NOT_READ = (".qmd", ".rmd")
SPACED = ("tags", "categories")
NOT_OURS = ("gallery",)


def is_tree(has: Callable[[str], bool]) -> bool:
    """Tell whether the settings are Jekyll's, and not Hexo's `_config.yml`.

    GitHub's pages need no settings: of them, layouts or a Gemfile tell, beside posts.
    """
    if any(map(has, SETTINGS)):
        return not (has("source/_posts") and has("package.json"))
    return has("_posts") and (has("_layouts") or has("Gemfile")) and not has("package.json")


def title_from_name(name: str) -> str:
    """The words of the name."""
    return name.replace("-", " ").title()


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """The time zone, excluded files, and defaults of front matter (docs: Front Matter Defaults)."""
    from feedwright.sources.systems import _defaults

    return _defaults.of_site(settings, articles)


def merged(shared: Mapping[str, Value], own: Mapping[str, Value]) -> dict[str, Value]:
    """An empty key does not count; mappings and categories are merged (document.rb, utils.rb of 4.3)."""
    from feedwright.sources.systems import _defaults

    return _defaults.merged(shared, own)


def plain(text: str, page: Page) -> str:
    """Render Liquid, and remove kramdown's attributes."""
    from feedwright.sources.markup import kramdown, liquid
    from feedwright.sources.markup.page import without_tags

    is_plain = page.keys.get("render_with_liquid") in (False, "false")
    text = without_tags(text) if is_plain else liquid.plain(text, page)
    return kramdown.without_attributes(kramdown.without_lists(kramdown.with_fences(text)))
