// Positions in a text count Unicode code points; JavaScript counts UTF-16 units. Only this module knows of both.

/** The words from `start` to `end` of `text`, both in code points. */
export function slice(text, start, end) {
  return text.slice(unit(text, start), unit(text, end));
}

/** Where the code point number `position` begins, in UTF-16 units. */
export function unit(text, position) {
  let at = 0;
  for (let seen = 0; seen < position && at < text.length; seen += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

/** How many code points the first `units` of `text` hold. */
export function points(text, units = text.length) {
  let seen = 0;
  for (let at = 0; at < units; seen += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return seen;
}

/** The range of `element`'s text from `start` to `end` in code points; null where it has no such words. */
export function range(element, start, end) {
  const text = element.textContent;
  const from = unit(text, start);
  const to = unit(text, end);
  if (!(start < end) || to <= from || points(text, to) !== end) return null;
  const found = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const after = before + node.length;
    if (from >= before && from < after) found.setStart(node, from - before);
    if (to > before && to <= after) {
      found.setEnd(node, to - before);
      return found;
    }
    before = after;
  }
  return null;
}

/** Where `selected` lies in `element`'s text, in code points; null where it reaches out of it or holds nothing. */
export function place(element, selected) {
  if (selected.collapsed || !element.contains(selected.startContainer) || !element.contains(selected.endContainer)) return null;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(selected.startContainer, selected.startOffset);
  const start = points(before.toString());
  return { start, end: start + points(selected.toString()) };
}
