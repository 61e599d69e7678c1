# Print the posts of a Jekyll site as JSON, without its plugins: `ruby jekyll.rb FOLDER`.
require "jekyll"
require "json"
# Before a site's own plugins change where gems are found.
require "kramdown-parser-gfm"
require "rouge"

# As SafeYAML, which GitHub Pages has: `:title` is a text, no symbol.
module PlainTexts
  def tokenize(text)
    text.is_a?(String) && text.start_with?(":") ? text : super
  end
end
Psych::ScalarScanner.prepend(PlainTexts)

# A link into a submodule that is not here.
module ExistingFiles
  def has_yaml_header?(file)
    File.exist?(file) && super
  end
end
Jekyll::Utils.singleton_class.prepend(ExistingFiles)

Jekyll.logger.log_level = :error
folder = File.expand_path(ARGV[0])
config = Jekyll.configuration(
  "source" => folder, "destination" => "/tmp/jekyll-truth-site", "plugins" => [], "gems" => [], "theme" => nil,
  "config" => Dir[File.join(folder, "_config.{yml,yaml}")], "quiet" => true, "disable_disk_cache" => true,
)
# Jekyll 4 has no other Markdown, and no Pygments.
config["markdown"] = "kramdown"
config["highlighter"] = "rouge" if config["highlighter"] == "pygments"
# Only what comes with kramdown is here.
options = config["kramdown"]
options["syntax_highlighter"] = "rouge" if options["syntax_highlighter"] == "coderay"
options.delete("enable_coderay")
options["math_engine"] = "mathjax" if %w[katex sskatex ritex itex2mml].include?(options["math_engine"])
config["theme"] = nil
begin
  site = Jekyll::Site.new(config)
rescue LoadError, SystemExit, StandardError => fault
  # What the site's own plugins need is not here.
  warn fault.message
  config["plugins_dir"] = "/nowhere"
  site = Jekyll::Site.new(config)
end
site.read
posts = site.collections.values.select { |one| one.label == "posts" || one.write? }.flat_map(&:docs)
# The text alone, without the site's layouts.
site.layouts.clear
payload = site.site_payload
site.posts.docs.each { |post| post.data["excerpt"] = nil if post.data["excerpt"].is_a?(Jekyll::Excerpt) }
html = lambda do |post|
  Jekyll::Renderer.new(site, post, payload).run
rescue StandardError, SyntaxError => fault
  warn "#{post.relative_path}: #{fault.message.lines.first}"
  nil
end
base = "#{config["url"]}#{config["baseurl"].to_s.chomp("/")}"
found = posts.map do |post|
  { "path" => post.relative_path, "url" => base + post.url, "title" => post.data["title"].to_s,
    "date" => post.date.getutc.iso8601, "label" => post.collection.label, "html" => html.call(post) }
end
puts JSON.generate(found)
