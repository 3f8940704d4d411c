// Says to the others that this item is open here, and to this moderator what happens to it meanwhile.
import watch, { token as csrf } from "./desk-news.js";

const RENEW = 40_000;

export default function deskLease(desk) {
  const { key, lease, release, live } = desk.dataset;
  const note = desk.querySelector("[data-lease-note]");
  if (!lease || !note) return;
  const words = note.querySelector("p");
  const take = note.querySelector("button");
  let token = "";
  let ended = false;

  const say = (sentence, mayTake = false) => {
    if (words.textContent !== sentence) words.textContent = sentence;
    note.hidden = !sentence;
    take.hidden = !mayTake;
  };
  const sent = (more = {}) => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ csrf_token: csrf(), token, ...more })) data.append(name, value);
    return data;
  };
  const claim = async (more = {}) => {
    if (ended || !desk.isConnected) return;
    try {
      const answer = await fetch(lease, { method: "POST", body: sent(more) });
      if (!answer.ok) return;
      const said = await answer.json();
      if (said.mine) say("");
      else say(token ? `${said.holder} has taken this over.` : `${said.holder} has this open.`, true);
      token = said.token;
    } catch {
      // Without a connection nobody can be told; the decision itself is still checked.
    }
  };
  const leave = () => {
    if (token) navigator.sendBeacon(release, sent());
    token = "";
  };

  take.addEventListener("click", () => claim({ take: "yes" }));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && claim());
  desk.addEventListener("desk:leave", () => {
    ended = true;
    leave();
  });
  const renew = setInterval(() => {
    if (ended || !desk.isConnected) clearInterval(renew);
    else if (token) claim();
  }, RENEW);
  claim();

  watch(
    live,
    () => (desk.isConnected && !ended ? [key] : []),
    (news) => {
      const held = news.leases[key];
      if (news.gone[key]) {
        desk.classList.add("desk--gone");
        say(`${news.gone[key]}. Nothing more has to be done here.`);
      } else if (news.waiting[key] > Number(desk.dataset.revision)) {
        say("This has changed since you opened it. Open it again to read the new words.");
      } else if (held && !held.mine) {
        say(token ? `${held.name} has taken this over.` : `${held.name} has this open.`, true);
        token = "";
      } else if (!token) {
        claim();
      }
    },
  );
}
