// feedme: elements as the document has them, in a stream.
import FeedMe from "feedme";

const list = (found) => (found === undefined ? [] : Array.isArray(found) ? found : [found]);
const text = (found) => found?.text ?? found;
const sound = (files) => list(files).find((one) => (one.type ?? one.mime_type)?.startsWith("audio/"));
const url = process.argv[2];
const parser = new FeedMe(true);
parser.end(await (await fetch(url)).text());
await new Promise((resolve, reject) => parser.on("finish", resolve).on("error", reject));
const rss = (item) => ({
  title: item.title, link: item.link, id: text(item.guid), date: item.pubdate, updated: item["atom:updated"],
  author: item.author ?? list(item["dc:creator"])[0], authors: list(item["dc:creator"]), summary: item.description,
  "full text": item["content:encoded"], picture: list(item["media:content"])[0]?.url,
  caption: list(item["media:content"])[0]?.["media:description"],
  credit: text(list(item["media:content"])[0]?.["media:credit"]), audio: sound(item.enclosure)?.url,
  categories: list(item.category), comments: item.comments, language: item["dc:language"],
});
const atom = (entry) => ({
  title: text(entry.title), link: list(entry.link).find((one) => one.rel === "alternate")?.href, id: entry.id,
  date: entry.published, updated: entry.updated, author: list(entry.author)[0]?.name,
  authors: list(entry.author).map((one) => one.name), summary: text(entry.summary), "full text": text(entry.content),
  picture: list(entry["media:content"])[0]?.url,
  caption: list(entry["media:content"])[0]?.["media:description"],
  credit: text(list(entry["media:content"])[0]?.["media:credit"]), audio: sound(entry.link)?.href,
  categories: list(entry.category).map((one) => one.term), language: entry["xml:lang"],
});
const json = (item) => ({
  title: item.title, link: item.url, id: item.id, date: item.date_published, updated: item.date_modified,
  author: item.author?.name ?? item.authors?.[0]?.name, authors: list(item.authors).map((one) => one.name),
  summary: item.summary, "full text": item.content_html, picture: item.image, language: item.language,
  audio: sound(item.attachments)?.url, categories: item.tags,
});
const read = url.endsWith("rss.xml") ? rss : url.endsWith("atom.xml") ? atom : json;
console.log(JSON.stringify(parser.done().items.map(read)));
