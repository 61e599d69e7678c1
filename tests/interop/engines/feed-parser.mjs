// @rowanmanning/feed-parser: RSS and Atom in one neutral structure.
import { parseFeed } from "@rowanmanning/feed-parser";

const feed = parseFeed(await (await fetch(process.argv[2])).text());
console.log(JSON.stringify(feed.items.map((item) => ({
  title: item.title, link: item.url, id: item.id, date: item.published, updated: item.updated,
  author: item.authors[0]?.name, authors: item.authors.map((one) => one.name), summary: item.description,
  "full text": item.content, picture: item.image?.url ?? item.media.find((one) => one.type === "image")?.url,
  audio: item.media.find((one) => one.type === "audio")?.url,
  categories: item.categories.map((one) => one.label),
}))));
