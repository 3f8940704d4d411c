// Everything here only makes quicker what works without it. A module is a function that takes one element;
// the element names it in data-module, several of them with spaces between.
import autosave from "./autosave.js";
import blackOut from "./black-out.js";
import characterCount from "./character-count.js";
import chooseAll from "./choose-all.js";
import deskKeys from "./desk-keys.js";
import deskLease from "./desk-lease.js";
import deskLive from "./desk-live.js";
import deskProgress from "./desk-progress.js";
import deskTurn from "./desk-turn.js";
import entryKeys from "./entry-keys.js";
import errorSummary from "./error-summary.js";
import largestFile from "./largest-file.js";
import liveQuestions from "./live-questions.js";
import markWords from "./mark-words.js";
import passwordToggle from "./password-toggle.js";
import preview from "./preview.js";
import quote from "./quote.js";
import reorder from "./reorder.js";
import submitOnce from "./submit-once.js";
import unsaved from "./unsaved.js";

const modules = {
  autosave,
  "black-out": blackOut,
  "character-count": characterCount,
  "choose-all": chooseAll,
  "desk-keys": deskKeys,
  "desk-lease": deskLease,
  "desk-live": deskLive,
  "desk-progress": deskProgress,
  "desk-turn": deskTurn,
  "entry-keys": entryKeys,
  "error-summary": errorSummary,
  "largest-file": largestFile,
  "live-questions": liveQuestions,
  "mark-words": markWords,
  "password-toggle": passwordToggle,
  preview,
  quote,
  reorder,
  "submit-once": submitOnce,
  unsaved,
};

function enhance(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    for (const name of element.dataset.module.split(" ")) {
      modules[name]?.(element);
    }
  }
}

enhance(document);
document.addEventListener("engage:new", (event) => enhance(event.detail));
