// The keyboard at the desk. An element says in data-shortcut which key presses it; ? lists them all, and they can be
// switched off there for those whose reading or speech software needs the letters.
const KEPT = "desk-keys";
const TYPED = "input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]";
// A key that was pressed twice, or held, must not decide about the next item before anybody can have read it.
const UNREAD_FOR = 700;
let installed = false;
let resting = 0;

const off = () => localStorage.getItem(KEPT) === "off";
const seen = (element) => element.getClientRects().length > 0;
const pressed = (key) => [...document.querySelectorAll("[data-shortcut]")].find((e) => e.dataset.shortcut === key);

function press(element) {
  if (element.name === "act" && !("read" in document.documentElement.dataset)) return;
  const box = element.closest("details");
  if (box && !box.open) box.open = true;
  if (element.matches("div")) element.querySelector("input, textarea")?.focus();
  else if (element.matches("textarea, input:not([type=submit]), select")) element.focus();
  else if (element.matches("summary")) {
    element.parentElement.open = true;
    element.focus();
  } else if (seen(element)) element.click();
}

function choose(number) {
  const reasons = document.querySelectorAll(".decision__reasons input[type=radio]");
  const reason = reasons[number - 1];
  if (!reason) return;
  reason.checked = true;
  reason.dispatchEvent(new Event("change", { bubbles: true }));
  reason.focus({ preventScroll: true });
}

function step(by) {
  const cases = [...document.querySelectorAll(".cases__list .case")];
  const now = cases.indexOf(document.activeElement?.closest(".case"));
  const next = cases[now < 0 ? 0 : Math.min(cases.length - 1, Math.max(0, now + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function onCase(key) {
  const item = document.activeElement?.closest(".case");
  if (!item) return false;
  if (key === "x") item.querySelector("input[type=checkbox]:not(:disabled)")?.click();
  else if (key === "o" || key === "Enter") item.querySelector(".case__title a")?.click();
  else return false;
  return true;
}

function rows() {
  const usable = [...document.querySelectorAll("[data-shortcut]")].filter((element) => !element.closest("[hidden]"));
  const found = usable.map((element) => [
    element.dataset.shortcut,
    element.dataset.shortcutLabel || element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent,
  ]);
  const listed = document.querySelector(".cases__list");
  const more = listed
    ? [["j / k", "Next and previous in the list"], ["x", "Choose or leave out"], ["o", "Open"]]
    : [["1 … 9", "Choose a reason"], ["k", "Back to the page before"]];
  return [...found, ...more, ["?", "This list"]];
}

function help() {
  const box = document.createElement("dialog");
  box.className = "keys";
  box.setAttribute("aria-labelledby", "keys-title");
  box.innerHTML = `<h2 id="keys-title">Keys</h2><dl></dl>
<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">
<input class="govuk-checkboxes__input" type="checkbox" id="keys-on"><label class="govuk-label govuk-checkboxes__label" for="keys-on">Use these keys in this browser</label>
</div></div><form method="dialog"><button class="button button--secondary button--small">Close</button></form>`;
  const list = box.querySelector("dl");
  for (const [key, label] of rows()) {
    const row = document.createElement("div");
    const term = row.appendChild(document.createElement("dt"));
    term.appendChild(document.createElement("kbd")).textContent = key;
    row.appendChild(document.createElement("dd")).textContent = label.trim().replace(/\s+/g, " ");
    list.append(row);
  }
  const on = box.querySelector("#keys-on");
  on.checked = !off();
  on.addEventListener("change", () => localStorage.setItem(KEPT, on.checked ? "on" : "off"));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

function onKey(event) {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches?.(TYPED);
  if (typing && event.key === "Escape") event.target.blur();
  if (typing) return;
  if (event.key === "?") {
    event.preventDefault();
    help();
    return;
  }
  if (off()) return;
  const link = event.target.matches("a, button, summary");
  const listed = document.querySelector(".cases__list");
  if (event.key === "Enter" && (link || !onCase("Enter"))) return;
  if (listed && (event.key === "j" || event.key === "k")) step(event.key === "j" ? 1 : -1);
  else if (listed && event.key !== "Enter" && onCase(event.key)) event.preventDefault();
  else if (pressed(event.key)) press(pressed(event.key));
  else if (!listed && /^[1-9]$/.test(event.key)) choose(Number(event.key));
  else if (!listed && event.key === "k") history.back();
  else return;
  event.preventDefault();
}

// After a decision the next item's page is new: begin to read it at what was done.
function beginAtNews() {
  const news = document.querySelector("main .notice[role=status]:not([hidden]), main .notice[role=alert]:not([hidden])");
  if (!news || document.activeElement !== document.body) return;
  news.tabIndex = -1;
  news.focus({ preventScroll: true });
}

function rest() {
  const { dataset } = document.documentElement;
  delete dataset.read;
  clearTimeout(resting);
  resting = setTimeout(() => {
    dataset.read = "";
  }, UNREAD_FOR);
}

export default function deskKeys() {
  rest();
  for (const button of document.querySelectorAll("[data-keys-help]")) {
    button.hidden = false;
    button.addEventListener("click", help);
  }
  if (installed) return;
  installed = true;
  beginAtNews();
  document.addEventListener("keydown", onKey);
}
