// Copies the text of the input; the button says so for two seconds.
export default function (box) {
  const input = box.querySelector("input, textarea");
  const button = box.querySelector("button");
  const words = button.querySelector("span");
  const usual = words.textContent;
  if (!navigator.clipboard) return;
  button.hidden = false;
  words.setAttribute("aria-live", "polite");
  input.addEventListener("focus", () => input.select());
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(input.value);
    words.textContent = button.dataset.done;
    setTimeout(() => (words.textContent = usual), 2000);
  });
}
