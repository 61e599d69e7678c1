# Written for the tests of feedwright.
BLOG_TITLE = "The Tide Table"
DEFAULT_LANG = "en"
TRANSLATIONS = {
    DEFAULT_LANG: "",
    "es": "./es",
}
TIMEZONE = "Europe/Madrid"
POSTS = (("posts/*.rst", "posts", "post.tmpl"), ("posts/*.md", "posts", "post.tmpl"))
PAGES = (("pages/*.rst", "", "page.tmpl"),)
