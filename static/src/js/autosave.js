import { changed, entries, markSafe, state } from "./form-state.js";

const PAUSE = 4000;
const time = new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", { hour: "numeric", minute: "2-digit" });

// Where a text is kept on this device while the server cannot be reached. Storage may be forbidden or full.
// On a computer that others use, what is typed must go when the browser is closed.
function shelf(key, forget) {
  const box = () => (forget ? sessionStorage : localStorage);
  const quietly = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };
  return {
    keep: (text) => quietly(() => box().setItem(key, JSON.stringify({ at: Date.now(), text }))),
    find: () => quietly(() => JSON.parse(box().getItem(key))),
    clear: () => quietly(() => box().removeItem(key)),
  };
}

function statusLine(form) {
  const line = document.createElement("p");
  line.className = "form-status";
  line.setAttribute("role", "status");
  (form.querySelector("[data-autosave-status]") ?? form).append(line);
  return line;
}

// A field that the server keeps for us, such as the version that was saved last.
function takeOver(form, fields) {
  for (const [name, value] of Object.entries(fields ?? {})) {
    const box = form.elements.namedItem(name);
    if (box?.type === "hidden") box.value = value;
  }
}

function putBack(form, text) {
  for (const [name, value] of JSON.parse(text)) {
    const box = form.elements.namedItem(name);
    if (box && "value" in box && !["hidden", "file", "radio", "checkbox"].includes(box.type)) {
      box.value = value;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

function offer(form, kept, store) {
  const box = document.createElement("div");
  box.className = "notice notice--warning";
  const says = document.createElement("p");
  says.textContent = `This device kept text that could not be saved (${new Date(kept.at).toLocaleString()}).`;
  const row = document.createElement("div");
  row.className = "button-group";
  for (const [label, act] of [["Put it back", () => putBack(form, kept.text)], ["Throw it away", () => {}]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--secondary button--small";
    button.textContent = label;
    button.addEventListener("click", () => {
      act();
      store.clear();
      box.remove();
    });
    row.append(button);
  }
  box.append(says, row);
  form.prepend(box);
}

export default function autosave(form) {
  const url = form.dataset.autosaveUrl;
  const store = shelf(`engage:${url}`, form.dataset.autosaveKeep === "session");
  const line = statusLine(form);
  const data = () => new URLSearchParams(entries(form));
  let busy = false;
  let stopped = false;

  // From now on a difference is a change.
  changed(form);
  const kept = store.find();
  if (kept && kept.text !== state(form)) offer(form, kept, store);
  else store.clear();

  const failed = (now, sentence) => {
    store.keep(now);
    line.textContent = sentence;
  };

  const save = async () => {
    if (busy || stopped || !changed(form)) return;
    const now = state(form);
    busy = true;
    try {
      const answer = await fetch(url, { method: "POST", body: data(), headers: { Accept: "application/json" } });
      const said = await answer.json().catch(() => ({}));
      if (answer.ok && !answer.redirected) {
        takeOver(form, said.fields);
        markSafe(form, now);
        store.clear();
        line.textContent = `Saved ${time.format(new Date())}`;
      } else {
        stopped = answer.status === 409;
        failed(now, said.message ?? "Not saved. Your text is kept on this device; use the button to save it.");
      }
    } catch {
      failed(now, "Not saved: no connection. Your text is kept on this device, and we go on trying.");
    }
    busy = false;
  };

  let waiting;
  form.addEventListener("input", () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      save();
    }, PAUSE);
  });
  setInterval(save, PAUSE * 5);
  // An upload can fail for its size; then the words beside it must have been kept.
  const hasFile = () => [...form.elements].some((box) => box.type === "file" && box.value);
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    if (hasFile() && changed(form)) {
      event.preventDefault();
      const { name, value } = event.submitter ?? {};
      await save();
      if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      stopped = true;
      form.submit();
      return;
    }
    stopped = true;
    store.clear();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) stopped = false;
  });
  window.addEventListener("pagehide", () => {
    if (stopped || !changed(form)) return;
    store.keep(state(form));
    navigator.sendBeacon(url, data());
  });
}
