// Keeps the queue true while it is looked at: who has what open, and what is decided. Nothing moves; what is gone greys.
import watch from "./desk-news.js";

export default function deskLive(list) {
  const cases = [...list.querySelectorAll("[data-key]")];
  const total = document.querySelector(".tabs [aria-current] .tabs__count");

  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  list.before(told);

  const mark = (item, news) => {
    const key = item.dataset.key;
    const note = item.querySelector("[data-lease]");
    const box = item.querySelector("input[type=checkbox]");
    const changed = key in news.waiting && item.dataset.revision && news.waiting[key] > Number(item.dataset.revision);
    const gone = news.gone[key] ?? (changed ? "It has changed. Open it to read the new words" : "");
    const lease = news.leases[key];
    let said = gone;
    if (!said && lease) said = lease.mine ? "You have it open" : `${lease.name} has it open`;
    item.classList.toggle("case--gone", Boolean(gone));
    if (note.textContent !== said) note.textContent = said;
    note.hidden = !said;
    if (box) {
      box.disabled = Boolean(gone);
      if (gone && box.checked) {
        box.checked = false;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  };

  watch(
    list.dataset.live,
    () => (list.isConnected ? [...new Set(cases.map((item) => item.dataset.key))] : []),
    (news) => {
      for (const item of cases) mark(item, news);
      const gone = new Set(cases.filter((item) => item.classList.contains("case--gone")).map((item) => item.dataset.key)).size;
      const said = gone ? `${gone} of these ${gone === 1 ? "needs" : "need"} nothing more` : "";
      if (told.textContent !== said) told.textContent = said;
      if (total) total.textContent = news.total;
    },
  );
}
