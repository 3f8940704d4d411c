// Shows a question of the page as soon as an answer asks for it, and hides it when it does not. What is hidden stays
// in the form with all that was typed; the server decides anew which questions are asked when the page is saved.
function boxesOf(slot) {
  return [...slot.querySelectorAll("input, select")].filter((box) => !box.name.endsWith("-other"));
}

function answerOf(slot) {
  const given = new Set();
  for (const box of boxesOf(slot)) {
    if (box.type === "radio" || box.type === "checkbox") {
      if (box.checked) given.add(box.value === "yes" ? "true" : box.value);
    } else if (box.tagName === "SELECT" && box.value) {
      given.add(box.name.slice(box.name.lastIndexOf("-") + 1));
    }
  }
  return given;
}

function passes(test, seen) {
  if ("holds" in test) return test.holds;
  const given = seen.get(test.question) ?? new Set();
  const found = test.any_of.length ? test.any_of.some((one) => given.has(one)) : given.size > 0;
  return found !== test.negated;
}

function holds(rule, seen) {
  if (!rule) return true;
  return rule.match === "all" ? rule.tests.every((one) => passes(one, seen)) : rule.tests.some((one) => passes(one, seen));
}

// The form notes which questions it shows, so that the server reads their boxes.
function fill(slot, form) {
  const key = slot.dataset.question;
  const kept = document.querySelector(`template[data-for="${key}"]`);
  if (!kept || slot.childElementCount) return;
  slot.append(kept.content.cloneNode(true));
  const shown = form.elements.namedItem("shown");
  shown.value = `${shown.value} ${key}:${kept.dataset.mark}`.trim();
  document.dispatchEvent(new CustomEvent("engage:new", { detail: slot }));
}

export default function liveQuestions(root) {
  const form = root.closest("form");
  const rules = new Map(JSON.parse(root.dataset.rules).map((rule) => [rule.shows, rule]));
  const slots = [...root.querySelectorAll(":scope > [data-question]")];
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  root.append(said);
  function look() {
    const seen = new Map();
    let came = 0;
    for (const slot of slots) {
      const shows = holds(rules.get(slot.dataset.question), seen);
      if (shows) {
        if (slot.hidden) came += 1;
        fill(slot, form);
        seen.set(slot.dataset.question, answerOf(slot));
      }
      slot.hidden = !shows;
    }
    if (came) said.textContent = came === 1 ? "A question was added to this page." : `${came} questions were added to this page.`;
  }
  root.addEventListener("change", look);
  look();
}
