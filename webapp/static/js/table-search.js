// Search as you type in a table that is on the page in full. Marks do not matter: "liepaja" finds
// Liepāja.
const plain = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();

export default function (box) {
  const table = document.getElementById(box.dataset.table);
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  if (!table || !input) return;
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const texts = rows.map((row) => plain(row.textContent));
  box.hidden = false;
  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      row.hidden = !words.every((word) => texts[index].includes(word));
      shown += !row.hidden;
    });
    status.textContent = words.length === 0 ? "" : shown ? `${shown} / ${rows.length}` : box.dataset.none;
  });
}
