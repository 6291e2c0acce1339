// An article's page, enhanced: light evidence without a reload, go from mark to mark, link to words, copy.
import { place, range } from "./positions.js";
import { copies } from "./copy.js";

const text = document.getElementById("text");
const side = document.querySelector(".side");
const where = document.getElementById("where");
const marks = [...text.querySelectorAll("mark")];
let lit = new URLSearchParams(location.search).get("light") ?? "";
let here = null;

/** The keys of everything that a mark is evidence of. */
function keys(mark) {
  return ["e", "q", "t", "c"].flatMap((name) => (mark.dataset[name] ?? "").split(" ").filter(Boolean));
}

function light(key) {
  lit = key;
  text.classList.toggle("dim", key !== "");
  for (const mark of marks) mark.classList.toggle("on", key !== "" && keys(mark).includes(key));
  for (const link of side.querySelectorAll("[data-light]")) {
    const on = key !== "" && link.dataset.light === key;
    link.parentElement.classList.toggle("on", on);
    if (on) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const query = new URLSearchParams(location.search);
  if (key) query.set("light", key);
  else query.delete("light");
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
  const found = shown();
  where.textContent = key ? `lit in ${found.length} ${found.length === 1 ? "place" : "places"}` : "";
  document.getElementById("lighting").hidden = key === "";
}

/** The marks that `n` and `p` go through: those that are lit, or else those that the legend shows. */
function shown() {
  const off = [...document.querySelectorAll(".legend input:not(:checked)")].map((one) => one.name);
  return marks.filter((mark) => mark.id && (lit ? mark.classList.contains("on") : [...mark.classList].some((kind) => kind !== "speaker" && kind !== "on" && !off.includes(kind))));
}

function step(by) {
  const found = shown();
  if (!found.length) return;
  const at = found.indexOf(here);
  const next = at >= 0 ? at + by : nearest(found, by);
  const number = (next + found.length) % found.length;
  visit(found[number]);
  where.textContent = `${number + 1} of ${found.length}`;
}

/** Where to begin: the first mark that is not above the screen. */
function nearest(found, by) {
  const first = found.findIndex((mark) => mark.getBoundingClientRect().bottom > 0);
  return by > 0 ? Math.max(first, 0) : (first < 0 ? found.length : first) - 1;
}

function visit(mark) {
  leave();
  here = mark;
  mark.classList.add("here");
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
  history.replaceState(null, "", `${location.pathname}${location.search}#${mark.id}`);
}

function leave() {
  here?.classList.remove("here");
  here?.removeAttribute("tabindex");
  here = null;
}

/** `#m=start-end` of words that are no mark: highlighted, if the text has them. */
function follow() {
  CSS.highlights?.clear();
  const [, start, end] = /^#m=(\d{1,9})-(\d{1,9})$/.exec(location.hash) ?? [];
  if (start === undefined) return;
  const mark = document.getElementById(location.hash.slice(1));
  if (mark) {
    visit(mark);
    return;
  }
  const words = range(text, Number(start), Number(end));
  if (!words) return;
  if (CSS.highlights) CSS.highlights.set("link", new Highlight(words));
  words.startContainer.parentElement.scrollIntoView({ block: "center" });
}

side.addEventListener("click", (event) => {
  const link = event.target.closest("[data-light]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  light(link.dataset.light === lit ? "" : link.dataset.light);
});
text.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (!mark || !getSelection().isCollapsed) return;
  const [key] = keys(mark);
  leave();
  here = mark.id ? mark : null;
  light(key === lit ? "" : key);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  if (event.key === "n") step(1);
  else if (event.key === "p") step(-1);
  else if (event.key === "Escape") {
    leave();
    CSS.highlights?.clear();
    light("");
  } else if (event.key === "Enter" && here && document.activeElement === here) light(keys(here)[0]);
  else return;
  event.preventDefault();
});
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const found = selection.rangeCount ? place(text, selection.getRangeAt(0)) : null;
  const offer = document.getElementById("link-words");
  offer.hidden = !found;
  if (found) offer.firstElementChild.href = `#m=${found.start}-${found.end}`;
});
for (const box of document.querySelectorAll(".legend input")) {
  box.addEventListener("change", () => {
    for (const tick of document.querySelectorAll(`.minimap rect.${box.name}`)) tick.parentNode.classList.toggle("off", !box.checked);
  });
}
addEventListener("hashchange", follow);
document.getElementById("keys").hidden = !marks.length;
copies(document, document.getElementById("copied"));
follow();
