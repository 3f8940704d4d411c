// One box above a list that ticks and clears all boxes in it, and says how many are ticked.
export default function chooseAll(list) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  if (boxes.length < 2) return;
  const bar = document.createElement("div");
  bar.className = "cases__all govuk-checkboxes govuk-checkboxes--small";
  bar.innerHTML = `<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" id="choose-all">
<label class="govuk-label govuk-checkboxes__label" for="choose-all">Choose all on this page</label></div><p class="meta" role="status"></p>`;
  const all = bar.querySelector("input");
  const status = bar.querySelector("[role=status]");
  list.before(bar);

  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    status.textContent = chosen ? `${chosen} chosen` : "";
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  list.addEventListener("change", count);
  count();
}
