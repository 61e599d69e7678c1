// feedsmith: every format and namespace, each as its spec names things.
import { parseFeed } from "feedsmith";

const text = await (await fetch(process.argv[2])).text();
const { format, feed } = parseFeed(text);
const sound = (list) => list?.find((one) => (one.type ?? one.mime_type)?.startsWith("audio/"));
const readers = {
  rss: (item) => ({
    title: item.title, link: item.link, id: item.guid?.value, date: item.pubDate, updated: item.atom?.updated,
    author: item.dc?.creators?.[0] ?? item.dc?.creator,
    authors: item.dc?.creators ?? item.dc?.creator, summary: item.description,
    "full text": item.content?.encoded, picture: item.media?.contents?.[0]?.url,
    caption: item.media?.contents?.[0]?.description?.value, language: item.dc?.languages?.[0] ?? item.dc?.language,
    credit: item.media?.contents?.[0]?.credits?.[0]?.value, audio: sound(item.enclosures)?.url,
    categories: item.categories?.map((one) => one.name), comments: item.comments,
  }),
  atom: (entry) => ({
    title: entry.title?.value ?? entry.title, link: entry.links?.find((one) => one.rel === "alternate")?.href, id: entry.id,
    date: entry.published, updated: entry.updated, author: entry.authors?.[0]?.name,
    authors: entry.authors?.map((one) => one.name),
    summary: entry.summary?.value ?? entry.summary,
    "full text": entry.content?.value ?? entry.content, picture: entry.media?.contents?.[0]?.url,
    caption: entry.media?.contents?.[0]?.description?.value,
    credit: entry.media?.contents?.[0]?.credits?.[0]?.value,
    audio: sound(entry.links)?.href, categories: entry.categories?.map((one) => one.term),
  }),
  json: (item) => ({
    title: item.title, link: item.url, id: item.id, date: item.date_published, updated: item.date_modified,
    author: item.authors?.[0]?.name, authors: item.authors?.map((one) => one.name), summary: item.summary, "full text": item.content_html, picture: item.image,
    language: item.language, audio: sound(item.attachments)?.url, categories: item.tags,
  }),
};
console.log(JSON.stringify((feed.items ?? feed.entries).map(readers[format])));
