// Hides the questions that are not asked of somebody who answers like this. What is hidden is
// disabled, so that it is not sent; the server decides by the same rule (webapp/questions/asking.py).
const inputsOf = (form, name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];

function answers(form, name) {
  return inputsOf(form, name)
    .filter((input) => !input.disabled && (!["radio", "checkbox"].includes(input.type) || input.checked))
    .map((input) => (input.type === "checkbox" && input.value === "y" ? "yes" : input.value.trim()))
    .filter(Boolean);
}

export default function (group) {
  const form = group.closest("form") ?? group;
  const rows = [...group.querySelectorAll("[data-decides]")];
  if (!rows.length) return;
  const never = new Map(
    rows.map((row) => [row, [...row.querySelectorAll("input, select, textarea")].filter((each) => each.disabled)]),
  );
  const update = () => {
    // In the order of the form: a hidden question has no answer for those behind it.
    for (const row of rows) {
      const given = answers(form, row.dataset.decides);
      const { value } = row.dataset;
      const isAsked = value ? given.includes(value) : given.length > 0;
      row.hidden = !isAsked;
      for (const each of row.querySelectorAll("input, select, textarea")) {
        each.disabled = !isAsked || never.get(row).includes(each);
      }
    }
  };
  for (const when of group.querySelectorAll(".question-row__when")) when.hidden = true;
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  window.addEventListener("pageshow", update);
  update();
}
