// Questions can be dragged to another place; the buttons beside them do the same for everybody else.
export default function reorder(list) {
  let dragged = null;

  const mark = (over) => {
    for (const line of list.querySelectorAll(".builder__question--over")) {
      line.classList.remove("builder__question--over");
    }
    over?.classList.add("builder__question--over");
  };

  const send = (page, place) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = list.dataset.reorderUrl;
    const token = list.querySelector("[name=csrf_token]");
    const fields = { do: "to", key: dragged.dataset.key, page, place, base: list.dataset.reorderBase };
    for (const [name, value] of Object.entries(token ? { ...fields, csrf_token: token.value } : fields)) {
      const box = document.createElement("input");
      box.type = "hidden";
      box.name = name;
      box.value = value;
      form.append(box);
    }
    document.body.append(form);
    form.submit();
  };

  for (const line of list.querySelectorAll(".builder__question")) {
    line.draggable = true;
    line.addEventListener("dragstart", (event) => {
      dragged = line;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", line.dataset.key);
    });
    line.addEventListener("dragend", () => mark(null));
  }

  for (const page of list.querySelectorAll(".builder__page")) {
    page.addEventListener("dragover", (event) => {
      if (dragged) {
        event.preventDefault();
        mark(event.target.closest(".builder__question"));
      }
    });
    page.addEventListener("drop", (event) => {
      if (!dragged) {
        return;
      }
      event.preventDefault();
      const lines = [...page.querySelectorAll(".builder__question")].filter((line) => line !== dragged);
      const before = lines.indexOf(event.target.closest(".builder__question"));
      send(page.dataset.page, before < 0 ? lines.length : before);
    });
  }
}
