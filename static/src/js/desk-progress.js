// Shows how far a long piece of work is, by looking at its page again every second.
export default function deskProgress(box) {
  const look = async () => {
    if (!box.isConnected) return;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector(".progress");
      if (answer.ok && next) {
        const words = box.querySelector(".progress__words");
        if (!next.dataset.module) {
          location.reload();
          return;
        }
        words.replaceChildren(...next.querySelector(".progress__words").childNodes);
        box.querySelector("progress").value = next.querySelector("progress").value;
        box.querySelector("dl").replaceWith(next.querySelector("dl"));
      }
    } catch {
      // The next look may find the connection again.
    }
    setTimeout(look, document.hidden ? 5000 : 1000);
  };
  setTimeout(look, 1000);
}
