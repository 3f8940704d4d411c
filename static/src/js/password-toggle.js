export default function passwordToggle(group) {
  const box = group.querySelector("input[type=password]");
  if (!box) return;
  // It stays a password to the other modules while it can be read.
  box.dataset.kind = "password";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet button--small password-toggle";
  button.setAttribute("aria-controls", box.id);
  const show = (visible) => {
    box.type = visible ? "text" : "password";
    button.textContent = visible ? "Hide password" : "Show password";
  };
  show(false);
  button.addEventListener("click", () => show(box.type === "password"));
  // A password must not be kept by the browser as something typed in an ordinary box.
  box.form?.addEventListener("submit", () => show(false));
  box.after(button);
}
