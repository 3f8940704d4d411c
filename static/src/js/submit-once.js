// A second click sends nothing. The button is not disabled, or its own name and value would not be sent.
export default function submitOnce(form) {
  let sent = false;
  const release = () => {
    sent = false;
    for (const button of form.querySelectorAll("[type=submit][aria-disabled]")) button.removeAttribute("aria-disabled");
  };
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    event.submitter?.setAttribute("aria-disabled", "true");
    // A download or a lost connection leaves the page standing; then it must be possible to send again.
    setTimeout(release, 8000);
  });
  window.addEventListener("pageshow", (event) => event.persisted && release());
}
