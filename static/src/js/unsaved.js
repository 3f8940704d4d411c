import { changed, markSafe } from "./form-state.js";

export default function unsaved(form) {
  let leaving = false;
  // A page that shows a refusal holds what was never saved, whatever it looked like when it came.
  if (document.querySelector(".govuk-error-summary")) markSafe(form, "");
  else markSafe(form);
  form.addEventListener("submit", () => {
    leaving = true;
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && changed(form)) event.preventDefault();
  });
}
