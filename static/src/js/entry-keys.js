// Typing in what stands on paper: a digit chooses that answer of the question, Ctrl and Enter saves.
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select";

function choose(number, from) {
  const group = from.closest("fieldset");
  const box = group?.querySelectorAll("input[type=radio], input[type=checkbox]")[number - 1];
  if (!box) return false;
  box.click();
  box.focus();
  return true;
}

export default function entryKeys(element) {
  element.querySelector("input:not([type=hidden])")?.focus();
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      element.closest("form").requestSubmit();
    } else if (/^[1-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.target.matches(TYPED)) {
      if (choose(Number(event.key), event.target)) event.preventDefault();
    }
  });
}
