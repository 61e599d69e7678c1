// @extractus/feed-extractor: a few fields, the same in all formats.
import { extract } from "@extractus/feed-extractor";

const feed = await extract(process.argv[2], { descriptionMaxLen: 0 });
console.log(JSON.stringify(feed.entries.map((entry) => ({
  title: entry.title, link: entry.link, id: entry.id, date: entry.published, summary: entry.description,
}))));
