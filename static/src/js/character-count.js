const number = new Intl.NumberFormat(document.documentElement.lang || "en-GB");

function sentence(left) {
  const count = number.format(Math.abs(left));
  const characters = Math.abs(left) === 1 ? "character" : "characters";
  return left < 0 ? `You have ${count} ${characters} too many` : `You have ${count} ${characters} left`;
}

export default function characterCount(group) {
  const box = group.querySelector("textarea, input");
  const message = document.getElementById(`${box?.id}-count`);
  if (!box || !message) return;
  const most = Number(group.dataset.maxlength);
  const spoken = document.createElement("div");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  message.after(spoken);
  let waiting;
  const show = () => {
    // Characters as the server counts them: one for an emoji, one for a line's end.
    const left = most - [...box.value].length;
    message.textContent = sentence(left);
    message.classList.toggle("govuk-error-message", left < 0);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      spoken.textContent = left < most / 10 ? sentence(left) : "";
    }, 1000);
  };
  box.addEventListener("input", show);
  window.addEventListener("pageshow", show);
}
