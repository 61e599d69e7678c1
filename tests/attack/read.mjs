// rss-parser reads the feeds whose paths stand in the file that is given, and says what a page would insert.
import { readFileSync } from "node:fs";
import Parser from "rss-parser";

const parser = new Parser();
const found = {};
for (const path of JSON.parse(readFileSync(process.argv[2], "utf-8"))) {
  const feed = await parser.parseString(readFileSync(path, "utf-8"));
  found[path] = {
    description: feed.description,
    items: feed.items.map((item) => ({
      title: item.title, content: item.content, full: item["content:encoded"], summary: item.summary,
      author: item.creator ?? item.author, categories: item.categories,
    })),
  };
}
console.log(JSON.stringify(found));
