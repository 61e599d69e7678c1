// Have Hexo read a site, and print its posts as JSON: `node run_hexo.cjs FOLDER`.
const { createRequire } = require("module");
const Hexo = createRequire(`${process.env.NODE_PATH}/`)("hexo");

(async () => {
  const hexo = new Hexo(process.argv[2], { silent: true });
  await hexo.init();
  // Each text is rendered below, because one with a tag that is unknown here would end them all.
  hexo.extend.filter.list().before_generate.length = 0;
  // Only posts are wanted: what generators would make of other files can end the run.
  hexo.extend.generator.store = {};
  await hexo.load();
  const posts = [];
  for (const post of hexo.locals.get("posts").toArray()) {
    let html = null;
    try {
      html = (await hexo.post.render(post.full_source, { ...post, content: post._content })).content;
    } catch (fault) {
      process.stderr.write(`${post.source}: ${String(fault.message).split("\n")[0]}\n`);
    }
    posts.push({
      path: `${hexo.config.source_dir}/${post.source}`,
      url: post.permalink,
      title: post.title,
      date: post.date.toISOString(),
      html,
    });
  }
  process.stdout.write(`\0${JSON.stringify(posts)}`, () => process.exit(0));
})();
