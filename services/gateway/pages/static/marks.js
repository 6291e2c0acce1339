// Text with the words of selectors in it marked. Everything goes in as text, never as markup.
import { points, slice } from "./positions.js";

/** The nodes of `text` from `start` to `end` with `marks` ({start, end, kind}) in it; of two that overlap, the first. */
export function marked(text, marks, start = 0, end = points(text)) {
  const nodes = [];
  let at = start;
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (mark.start < at || mark.end > end || mark.start >= mark.end) continue;
    if (mark.start > at) nodes.push(document.createTextNode(slice(text, at, mark.start)));
    const element = document.createElement("mark");
    element.className = mark.kind;
    element.textContent = slice(text, mark.start, mark.end);
    nodes.push(element);
    at = mark.end;
  }
  if (at < end) nodes.push(document.createTextNode(slice(text, at, end)));
  return nodes;
}
