// Has the next item at hand before it is asked for, and shows it without loading the whole page again.
export default function deskTurn(desk) {
  const link = desk.querySelector(".desk__next a");
  if (!link) return;
  let fetched = null;

  const read = async () => {
    const answer = await fetch(link.href);
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/html")) throw new Error("no page");
    return { url: answer.url, html: await answer.text() };
  };
  const show = ({ url, html }) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const now = document.querySelector("main");
    const next = page.querySelector("main");
    if (!next) throw new Error("no page");
    desk.dispatchEvent(new Event("desk:leave"));
    history.pushState({}, "", url);
    document.title = page.title;
    now.replaceWith(next);
    document.dispatchEvent(new CustomEvent("engage:new", { detail: next }));
    scrollTo(0, 0);
    next.focus();
  };

  setTimeout(() => {
    if (desk.isConnected) fetched = read().catch(() => null);
  }, 600);
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !fetched) return;
    event.preventDefault();
    try {
      show(await fetched);
    } catch {
      location.href = link.href;
    }
  });
}

addEventListener("popstate", () => document.querySelector("[data-module~=desk-turn]") && location.reload());
