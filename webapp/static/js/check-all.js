// One box that ticks all boxes of its form with the name in data-boxes.
export default function (holder) {
  const box = holder.querySelector("input");
  const boxes = [...box.form.querySelectorAll(`input[name="${holder.dataset.boxes}"]`)];
  if (boxes.length < 2) return;
  holder.hidden = false;
  const update = () => {
    const ticked = boxes.filter((each) => each.checked).length;
    box.checked = ticked === boxes.length;
    box.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  box.addEventListener("change", () => boxes.forEach((each) => (each.checked = box.checked)));
  boxes.forEach((each) => each.addEventListener("change", update));
  window.addEventListener("pageshow", update);
}
