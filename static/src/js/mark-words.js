// Adds the words that a moderator has selected in the comment to those that a rejection marks.
export default function markWords(fields) {
  const text = document.getElementById(fields.dataset.text);
  const box = fields.querySelector("[name=marked]");
  if (!text || !box) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--secondary button--small";
  button.textContent = "Add the words selected in the comment";
  const status = document.createElement("p");
  status.className = "small";
  status.setAttribute("role", "status");
  fields.append(button, status);
  let chosen = "";

  // A click on the button may clear the selection, so it is noted while it is made.
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const inside = text.contains(selection.getRangeAt(0).commonAncestorContainer);
    chosen = inside ? selection.toString().replace(/\s+/g, " ").trim() : "";
  });
  button.addEventListener("click", () => {
    if (chosen) box.value = `${box.value.trimEnd()}\n${chosen}`.trim();
    status.textContent = chosen ? "Added. Choose a reason, then press “Reject”." : "Select words in the comment first.";
  });
}
