// The summary takes the focus, so that a screen reader reads it first. The form stands behind it for one Tab.
export default function errorSummary(box) {
  box.focus();
}
