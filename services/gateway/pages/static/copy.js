// Links whose target goes to the clipboard. Where there is no clipboard (plain HTTP), they stay the links that they are.

/** Make the links in `element` that are marked so copy; `say` tells what happened. */
export function copies(element, say) {
  if (!navigator.clipboard) return;
  element.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-copy], [data-copy-text]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(await content(link));
      say.textContent = `Copied: ${link.textContent}`;
    } catch {
      location.assign(link.href);
    }
  });
}

async function content(link) {
  if (link.dataset.copyText) return document.getElementById(link.dataset.copyText).textContent;
  if (link.dataset.copy.startsWith("#")) return new URL(link.href, location.href).href;
  const answer = await fetch(link.dataset.copy);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}
