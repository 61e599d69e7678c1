// feedparser (npm, node-feedparser): the oldest one in JavaScript.
import FeedParser from "feedparser";

const parser = new FeedParser({ addmeta: false });
const entries = [];
const file = (item, kind) => item.enclosures.find((one) => one.type?.startsWith(kind))?.url;
parser.on("readable", () => {
  for (let item = parser.read(); item; item = parser.read()) {
    entries.push({
      title: item.title, link: item.link, id: item.guid, date: item.pubdate, updated: item.date, author: item.author,
      summary: item.summary, "full text": item.description, picture: item.image.url ?? file(item, "image/"),
      audio: file(item, "audio/"), categories: item.categories, comments: item.comments,
    });
  }
});
parser.end(await (await fetch(process.argv[2])).text());
await new Promise((resolve, reject) => parser.on("end", resolve).on("error", reject));
console.log(JSON.stringify(entries));
