// The river moves: new cards come in on top, may be held back, and go when their article is withdrawn.
import { card } from "./card.js";

const MOST = 200;
const AGAIN_MS = 3000;
const cards = document.getElementById("cards");
const template = document.getElementById("card");
const live = document.getElementById("live");
const state = document.getElementById("state");
const pause = document.getElementById("pause");
const held = document.getElementById("held");
const release = document.getElementById("release");
const waiting = new Map();
const since = new Date(cards.dataset.since);
let place = cards.dataset.from;
let paused = false;

function connect() {
  const query = new URLSearchParams();
  if (cards.dataset.filter) query.set("filter", cards.dataset.filter);
  if (place) query.set("from", place);
  const stream = new EventSource(`/v1/stream?${query}`);
  stream.addEventListener("open", () => say("live"));
  stream.addEventListener("tagged", (event) => {
    const heard = JSON.parse(event.data);
    place = event.lastEventId;
    if (new Date(heard.time) >= since) arrived(heard.data);
  });
  stream.addEventListener("retracted", (event) => {
    place = event.lastEventId;
    withdrawn(JSON.parse(event.data).data.id);
  });
  stream.addEventListener("error", () => {
    say("away");
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(connect, AGAIN_MS);
  });
}

function say(what) {
  live.dataset.state = what;
  state.textContent = { live: paused ? "paused" : "live", away: "connection lost, trying again" }[what];
}

function arrived(data) {
  const there = find(data.article.id);
  if (there && Number(there.dataset.version) >= data.article.version) return;
  if (paused) {
    waiting.set(data.article.id, data);
    hold();
  } else {
    show(data);
  }
}

function show(data) {
  find(data.article.id)?.remove();
  const fresh = card(template, data);
  fresh.classList.add("fresh");
  cards.prepend(fresh);
  document.getElementById("none")?.remove();
  while (cards.children.length > MOST) cards.lastElementChild.remove();
}

function withdrawn(id) {
  waiting.delete(id);
  hold();
  const there = find(id);
  if (!there) return;
  there.classList.add("withdrawn");
  there.querySelector(".lead").textContent = "Withdrawn by its publisher.";
  there.querySelector(".tags")?.remove();
}

function hold() {
  held.hidden = waiting.size === 0;
  release.textContent = `Show ${waiting.size} new`;
}

function find(id) {
  return cards.querySelector(`[data-id="${CSS.escape(id)}"]`);
}

function go(to) {
  paused = to;
  pause.setAttribute("aria-pressed", String(paused));
  pause.textContent = paused ? "Resume" : "Pause";
  say(live.dataset.state ?? "away");
  if (paused) return;
  for (const data of waiting.values()) show(data);
  waiting.clear();
  hold();
}

pause.addEventListener("click", () => go(!paused));
release.addEventListener("click", () => {
  for (const data of waiting.values()) show(data);
  waiting.clear();
  hold();
});
if (cards.dataset.live === "yes") {
  live.hidden = false;
  connect();
}
