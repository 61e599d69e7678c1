// rss-parser: the usual one in JavaScript; RSS and Atom.
import Parser from "rss-parser";

const feed = await new Parser().parseURL(process.argv[2]);
const entries = feed.items.map((item) => ({
  title: item.title,
  link: item.link,
  id: item.guid ?? item.id,
  date: item.isoDate,
  author: item.creator ?? item.author,
  summary: item.summary ?? item.description,
  "full text": item["content:encoded"] ?? item.content,
  audio: item.enclosure?.type?.startsWith("audio/") ? item.enclosure.url : null,
  categories: item.categories,
  comments: item.comments,
}));
console.log(JSON.stringify(entries));
