// podparse: a parser of podcasts.
import podparse from "podparse";

const podcast = podparse(await (await fetch(process.argv[2])).text());
console.log(JSON.stringify(podcast.episodes.map((item) => ({
  title: item.title, link: item.link, id: item.guid, date: item.pubDate, author: item.author, summary: item.description,
  picture: item.image?.url, audio: item.enclosure?.type.startsWith("audio/") ? item.enclosure.url : null,
  categories: item.category, language: item.language,
}))));
