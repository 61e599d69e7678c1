// Have Docusaurus read the blogs of a site, and print their posts as JSON: `node run_docusaurus.cjs FOLDER`.
// Texts are rendered without the site's components, of which what is inside counts.
const Module = require("module");
const path = require("path");
const fs = require("fs");
const { pathToFileURL } = require("url");

const folder = path.resolve(process.argv[2]);
const own = Module.createRequire(`${process.env.NODE_PATH}/`);
const stub = path.join(__dirname, "stub.cjs");
const resolve = Module._resolveFilename;
// What the settings import is not installed, and says nothing of the blog.
Module._resolveFilename = function (request, parent, ...more) {
  try {
    return resolve.call(this, request, parent, ...more);
  } catch (fault) {
    if (parent?.filename?.includes("node_modules")) throw fault;
    return stub;
  }
};

async function settings() {
  const name = ["js", "ts", "mjs", "mts", "cjs"].map((end) => path.join(folder, `docusaurus.config.${end}`));
  const { loadFreshModule } = own("@docusaurus/utils");
  let config = await loadFreshModule(name.find(fs.existsSync));
  config = config.default ?? config;
  return typeof config === "function" ? config() : config;
}

function blogs(config) {
  const found = [];
  for (const preset of config.presets ?? [])
    if (Array.isArray(preset) && preset[1]?.blog !== false) found.push(preset[1]?.blog ?? {});
  for (const plugin of config.plugins ?? [])
    if (Array.isArray(plugin) && /content-blog/.test(String(plugin[0]))) found.push(plugin[1] ?? {});
  return found;
}

const RENAMED = { containerDirective: "div", leafDirective: "div", textDirective: "span" };

function withoutCode(tree) {
  // Components become what is inside them, below their label if they have one.
  const label = (node) =>
    node.attributes?.find?.((one) => ["label", "title"].includes(one.name) && typeof one.value === "string")?.value;
  const change = (node) => {
    if (node.type === "mdxjsEsm" || node.type === "comment" || node.type === "yaml") return [];
    if (node.type.endsWith("Expression")) {
      const text = /^\s*(["'`])([^$]*)\1\s*$/s.exec(node.value ?? "");
      return text ? [{ type: "text", value: text[2] }] : [];
    }
    node.children = node.children?.flatMap(change);
    if (node.type === "code" && /title=("|')(.*?)\1/.test(node.meta ?? ""))
      return [{ type: "paragraph", children: [{ type: "text", value: /title=("|')(.*?)\1/.exec(node.meta)[2] }] }, node];
    if (node.type.startsWith("mdxJsx")) {
      const isComponent = !node.name || /^[A-Z]|\./.test(node.name);
      const words = isComponent && node.children.length && label(node);
      node.data = { hName: isComponent ? (node.type.includes("Flow") ? "div" : "span") : node.name };
      if (words) node.children.unshift({ type: "paragraph", children: [{ type: "text", value: words }] });
    } else if (RENAMED[node.type]) {
      node.data = { hName: RENAMED[node.type] };
      const named = node.children.some((one) => one.data?.directiveLabel);
      if (node.type === "containerDirective" && !named)
        node.children.unshift({ type: "paragraph", children: [{ type: "text", value: node.name[0].toUpperCase() + node.name.slice(1) }] });
      if (node.type === "textDirective" && !node.children.length) return [{ type: "text", value: `:${node.name}` }];
    }
    return [node];
  };
  tree.children = tree.children.flatMap(change);
}

async function renderer() {
  const from = (name) => import(pathToFileURL(own.resolve(name)).href);
  const { unified } = await from("unified");
  const names = ["remark-parse", "remark-mdx", "remark-gfm", "remark-frontmatter", "remark-directive", "@slorber/remark-comment", "remark-rehype"];
  const [parse, mdx, gfm, front, directive, comment, rehype] = (await Promise.all(names.map(from))).map((one) => one.default);
  const { toHtml } = await from("hast-util-to-html");
  const processor = unified().use(parse).use(mdx).use(comment, { ast: true }).use(gfm).use(front).use(directive);
  const after = unified().use(rehype);
  return async (text) => {
    const tree = processor.parse(text);
    withoutCode(tree);
    return toHtml(await after.run(tree));
  };
}

(async () => {
  const config = await settings();
  const { generateBlogPosts } = own("@docusaurus/plugin-content-blog/lib/blogUtils.js");
  const { DEFAULT_OPTIONS } = own("@docusaurus/plugin-content-blog/lib/options.js");
  const { DEFAULT_PARSE_FRONT_MATTER } = own("@docusaurus/utils");
  const { applyTrailingSlash } = own("@docusaurus/utils-common");
  const preprocessor = own("@docusaurus/mdx-loader/lib/preprocessor.js").default;
  const render = await renderer();
  const baseUrl = config.baseUrl ?? "/";
  const markdown = { ...config.markdown, hooks: {}, mermaid: false };
  // Authors may be keys of other files, and a tag may be an error.
  markdown.parseFrontMatter = async (given) => {
    const parsed = await DEFAULT_PARSE_FRONT_MATTER(given);
    for (const key of ["author", "authors", "tags"]) delete parsed.frontMatter[key];
    return parsed;
  };
  const site = { ...config, baseUrl, markdown, trailingSlash: config.trailingSlash, future: { experimental_vcs: {} } };
  const i18n = { currentLocale: "en", defaultLocale: "en", locales: ["en"], localeConfigs: { en: { calendar: "gregory", htmlLang: "en" } } };
  const served = (permalink) =>
    String(config.url).replace(/\/$/, "") + applyTrailingSlash(permalink, { trailingSlash: config.trailingSlash, baseUrl });
  const admonitions = { keywords: ["note", "tip", "info", "warning", "danger", "caution", "secondary", "important", "success"] };
  const preprocess = (fileContent) =>
    preprocessor({
      fileContent,
      filePath: "post.mdx",
      admonitions,
      markdownConfig: { mdx1Compat: { comments: true, admonitions: true, headingIds: true } },
    }).replace(/^(#{1,6} .*?)\s*\\?\{#[^}]*\}\s*$/gm, "$1");
  const posts = [];
  for (const blog of blogs(config)) {
    const options = { ...DEFAULT_OPTIONS, ...blog, onUntruncatedBlogPosts: "ignore", onInlineTags: "ignore", onInlineAuthors: "ignore" };
    options.tags = undefined;
    const contentPath = path.resolve(folder, options.path);
    const context = { siteConfig: site, siteDir: folder, baseUrl, i18n, localizationDir: "", generatedFilesDir: "" };
    const paths = { contentPath, contentPathLocalized: path.join(folder, "i18n-none") };
    for (const post of await generateBlogPosts(paths, context, { ...options, showLastUpdateTime: false, showLastUpdateAuthor: false, authorsMapPath: "no-such-file.yml", processBlogPosts: async (one) => one.blogPosts })) {
      const file = post.metadata.source.replace(/^@site\//, "");
      if (post.metadata.unlisted) continue;
      const text = fs.readFileSync(path.join(folder, file), "utf8");
      let html = null;
      try {
        html = await render(preprocess(text));
      } catch (fault) {
        process.stderr.write(`${file}: ${String(fault.message).split("\n")[0]}\n`);
      }
      const { permalink, title, date } = post.metadata;
      posts.push({ path: file, url: served(permalink), title, date: date.toISOString(), html });
    }
  }
  process.stdout.write(`\0${JSON.stringify(posts)}`, () => process.exit(0));
})().catch((fault) => {
  process.stderr.write(`${fault.stack}\n${fault.cause?.stack ?? ""}\n`);
  process.exit(1);
});
