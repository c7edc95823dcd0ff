# frozen_string_literal: true

# Reads pages, one JSON object a line: {"markdown": "…"}. Answers each with a line: {"liquid": "…", "html": "…"},
# what Liquid makes of the page and what kramdown then makes of that, or {"error": "…"} where one of them gives up.
# Both are set up by Jekyll itself, from its own defaults.

require "json"
require "jekyll"
require "jekyll/converters/markdown/kramdown_parser"
require "kramdown-parser-gfm"

$stdin.set_encoding("UTF-8")
$stdout.set_encoding("UTF-8")
$stdout.sync = true
Jekyll.logger.log_level = :error

CONFIG = Jekyll::Configuration.from(
  "kramdown" => { "input" => "GFM", "hard_wrap" => false,
                  "smart_quotes" => "lsquo,rsquo,ldquo,rdquo", "entity_output" => "as_char" },
)
KRAMDOWN = Jekyll::Converters::Markdown::KramdownParser.new(CONFIG)
CONTEXT = {
  "site" => { "baseurl" => "/base", "title" => "A site" },
  "page" => { "title" => "A page", "url" => "/a/page.html" },
}.freeze
OPTIONS = { :strict_variables => false, :strict_filters => false }.freeze

def rendered(page)
  liquid = Liquid::Template.parse(page, :line_numbers => true).render!(CONTEXT, OPTIONS)
  { "liquid" => liquid, "html" => KRAMDOWN.convert(liquid) }
rescue StandardError, SystemStackError => e
  { "error" => "#{e.class}: #{e.message}" }
end

$stdin.each_line { |line| puts JSON.generate(rendered(JSON.parse(line).fetch("markdown"))) }
