// Have Hexo read a site, and print its posts as JSON: `node run_hexo.cjs FOLDER`.
const { createRequire } = require("module");
const Hexo = createRequire(`${process.env.NODE_PATH}/`)("hexo");

(async () => {
  const hexo = new Hexo(process.argv[2], { silent: true });
  await hexo.init();
  await hexo.load();
  const posts = hexo.locals.get("posts").map((post) => ({
    path: `${hexo.config.source_dir}/${post.source}`,
    url: post.permalink,
    title: post.title,
    date: post.date.toISOString(),
  }));
  process.stdout.write(`\0${JSON.stringify(posts)}`);
  process.exit(0);
})();
