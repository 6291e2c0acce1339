// An event of the stream as a card of the river: the same as the server makes, from the template in the page.
import { marked } from "./marks.js";
import { points, slice } from "./positions.js";

const LEAD = 280;
const NAMES = 6;
const KINDS = ["person", "organisation", "place", "group", "event", "product", "law", "date", "money", "other"];
const LEADS = ["standfirst", "body", "entry"];

/** A new card for the tagged article `data`, made of `template`. */
export function card(template, data) {
  const { article } = data;
  const element = template.content.firstElementChild.cloneNode(true);
  element.dataset.id = article.id;
  element.dataset.version = article.version;
  element.querySelector(".when").replaceChildren(...when(article.published));
  const what = element.querySelector(".what");
  what.lang = article.language === "und" ? "" : article.language;
  what.dir = direction(article.language);
  const source = element.querySelector(".source");
  source.replaceChildren(link(`/search?filter=${encodeURIComponent(`source:${article.source}`)}`, article.source));
  if (article.version > 1) source.append(" ", span("version", `version ${article.version}`));
  const title = element.querySelector("h2 a");
  title.href = `/articles/${encodeURIComponent(article.id)}`;
  title.textContent = article.title;
  const lead = element.querySelector(".lead");
  lead.replaceChildren(...leading(data));
  lead.hidden = !lead.hasChildNodes();
  element.querySelector(".tags").replaceChildren(...tags(data));
  return element;
}

function direction(language) {
  try {
    return new Intl.Locale(language).getTextInfo().direction;
  } catch {
    return "auto"; // no language, or a browser that does not know
  }
}

function when(published) {
  const moment = published ? new Date(published) : null;
  if (!moment || Number.isNaN(moment.valueOf())) return [span("undated", "no date")];
  const time = document.createElement("time");
  time.dateTime = published;
  const year = moment.getUTCFullYear() === new Date().getUTCFullYear() ? {} : { year: "numeric" };
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", ...year, timeZone: "UTC" });
  time.append(day.format(moment));
  if (moment % 86_400_000 === 0) return [time]; // midnight is how a date without a time comes
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
  const bold = document.createElement("b");
  bold.textContent = clock.format(moment);
  time.append(bold);
  return [time];
}

/** The first words of the article's own, with the names in them marked. */
function leading({ article, mentions }) {
  const block = article.blocks.find((one) => LEADS.includes(one.kind));
  if (!block) return [];
  const cut = block.end - block.start > LEAD;
  let end = block.end;
  if (cut) {
    const words = slice(article.text, block.start, block.start + LEAD);
    end = block.start + points(words.slice(0, Math.max(words.lastIndexOf(" "), 1)));
  }
  const marks = mentions.flatMap((one) =>
    one.evidence.filter((at) => at.start >= block.start && at.end <= end && slice(article.text, at.start, at.end) === at.exact)
      .map((at) => ({ start: at.start, end: at.end, kind: known(one.type) })));
  return [...marked(article.text, marks, block.start, end), ...(cut ? [document.createTextNode(" …")] : [])];
}

function tags({ topics, entities }) {
  const about = topics.slice(0, 3).map((topic) => {
    const item = document.createElement("li");
    item.className = "topic";
    item.append(/^medtop:\d{8}$/.test(topic.id) ? link(`/topics/${topic.id}`, topic.label) : topic.label);
    return item;
  });
  const ranked = [...entities].sort((a, b) => b.mentions - a.mentions);
  const once = ranked.filter((one, at) => !one.id || ranked.findIndex((other) => other.id === one.id) === at);
  const named = once.slice(0, NAMES).map((entity) => {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = entity.name;
    const to = link(entity.id ? `/entities/${encodeURIComponent(entity.id)}` : `/search?filter=${encodeURIComponent(`entity:${JSON.stringify(entity.name)}`)}`, "");
    to.className = known(entity.type);
    to.append(name);
    item.append(to);
    return item;
  });
  return [...about, ...named];
}

const known = (kind) => (KINDS.includes(kind) ? kind : "other");

function link(href, text) {
  const element = document.createElement("a");
  element.href = href;
  element.textContent = text;
  return element;
}

function span(kind, text) {
  const element = document.createElement("span");
  element.className = kind;
  element.textContent = text;
  return element;
}
