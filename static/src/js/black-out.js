// Takes the words that a moderator has selected in the comment into the form, with the number of their occurrence.
const squeezed = (text) => text.replace(/\s+/g, " ");

const times = (text, words) => (words ? text.split(words).length - 1 : 0);

export default function blackOut(fields) {
  const text = document.getElementById(fields.dataset.text);
  const passage = fields.querySelector("[name=passage]");
  const occurrence = fields.querySelector("[name=occurrence]");
  if (!text || !passage || !occurrence) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--secondary button--small";
  button.textContent = "Take the words selected in the comment";
  const status = document.createElement("p");
  status.className = "small";
  status.setAttribute("role", "status");
  fields.prepend(button, status);
  let kept = null;

  // A click on the button may clear the selection, so it is noted while it is made.
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    kept = text.contains(range.commonAncestorContainer) ? range.cloneRange() : null;
  });
  button.addEventListener("click", () => {
    const words = kept ? squeezed(kept.toString()).trim() : "";
    if (!words) {
      status.textContent = "Select words in the comment first.";
      return;
    }
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(kept.endContainer, kept.endOffset);
    passage.value = words;
    occurrence.value = Math.max(1, times(squeezed(before.toString()), words));
    status.textContent = "Taken. Choose a reason, then press “Black out”.";
  });
}
