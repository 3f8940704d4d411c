// Who selects words of a block and presses its “Comment” comments on those words. The server checks that they stand there.
const MOST = 500;

export default function quote(link) {
  const block = link.closest(".block");
  const plain = link.href;
  // At pointerdown, for a press takes the selection away before it becomes a click.
  const take = () => {
    const selection = document.getSelection();
    const words = selection.toString().replace(/\s+/g, " ").trim();
    const inside = block.contains(selection.anchorNode) && block.contains(selection.focusNode);
    const url = new URL(plain);
    if (words && inside && words.length <= MOST) url.searchParams.set("quote", words);
    link.href = url.href;
  };
  link.addEventListener("pointerdown", take);
  link.addEventListener("keydown", take);
}
