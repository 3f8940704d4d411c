// Everything here only makes quicker what works without it. A module is a function that takes one element;
// the element names it in data-module, several of them with spaces between.
import autosave from "./autosave.js";
import blackOut from "./black-out.js";
import characterCount from "./character-count.js";
import chooseAll from "./choose-all.js";
import errorSummary from "./error-summary.js";
import largestFile from "./largest-file.js";
import passwordToggle from "./password-toggle.js";
import preview from "./preview.js";
import quote from "./quote.js";
import submitOnce from "./submit-once.js";
import unsaved from "./unsaved.js";

const modules = {
  autosave,
  "black-out": blackOut,
  "character-count": characterCount,
  "choose-all": chooseAll,
  "error-summary": errorSummary,
  "largest-file": largestFile,
  "password-toggle": passwordToggle,
  preview,
  quote,
  "submit-once": submitOnce,
  unsaved,
};

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) {
    modules[name]?.(element);
  }
}
