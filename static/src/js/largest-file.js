// A file that the site would refuse is not even sent: on a slow line that costs minutes.
export default function largestFile(input) {
  const largest = Number(input.dataset.largestMb);
  const words = document.createElement("p");
  words.className = "govuk-error-message";
  words.setAttribute("role", "alert");
  input.before(words);
  input.addEventListener("change", () => {
    const tooLarge = [...input.files].some((file) => file.size > largest * 1_000_000);
    if (tooLarge) input.value = "";
    words.textContent = tooLarge ? `This file is larger than ${largest} MB. Make it smaller or choose another one.` : "";
  });
}
