// What people typed into a form, as text, and what of it is known to be safe on the server.
const safe = new WeakMap();

function is(form, name, kind) {
  const box = form.elements.namedItem(name);
  return box?.type === kind || box?.dataset?.kind === kind;
}

// All that may be sent for keeping: never a password, never a file.
export function entries(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !is(form, name, "password"));
}

// The hidden fields are the server's, and change without anybody typing.
export function state(form) {
  return JSON.stringify(entries(form).filter(([name]) => !is(form, name, "hidden")));
}

export function markSafe(form, text = state(form)) {
  safe.set(form, text);
}

export function changed(form) {
  if (!safe.has(form)) markSafe(form);
  return state(form) !== safe.get(form);
}
