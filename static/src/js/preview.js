// Shows the text as it will look, rendered and cleaned by the server, a moment after the last key.
export default function preview(section) {
  const { previewUrl, previewField } = section.dataset;
  const beside = "previewBeside" in section.dataset;
  const body = section.querySelector(".preview__body");
  const form = section.closest("form");
  const box = form?.elements.namedItem(previewField);
  if (!box || !body) return;
  let shown = null;
  let waiting;
  let asking;

  const ask = async () => {
    if (box.value === shown) return;
    const value = box.value;
    asking?.abort();
    asking = new AbortController();
    const sent = new URLSearchParams({ [previewField]: value });
    const token = form.elements.namedItem("csrf_token");
    if (token) sent.set("csrf_token", token.value);
    section.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(previewUrl, { method: "POST", body: sent, signal: asking.signal });
      if (answer.ok && !answer.redirected) {
        body.innerHTML = await answer.text();
        shown = value;
        section.hidden = !beside && value.trim() === "";
      }
    } catch {
      // The last preview stays; the next key asks again.
    }
    section.removeAttribute("aria-busy");
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 600);
  };
  box.addEventListener("input", soon);
  if (box.value.trim() !== "" && section.hidden) ask();
  if (beside) section.hidden = false;
}
