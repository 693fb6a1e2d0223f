// An item of the timetable is dragged to where another begins or ends, also on another day. It sends
// the form that its button "Move" leads to; whoever does not drag uses that.
const field = (form, name, value) => {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  form.append(input);
};

function move(slot, day, starts, token) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = slot.dataset.slot;
  field(form, "csrf_token", token);
  field(form, "posted_revision", slot.dataset.revision);
  field(form, "keeps_track", "yes");
  field(form, "hours-day", day);
  field(form, "hours-starts", starts);
  document.body.append(form);
  form.submit();
}

export default function (table) {
  const token = table.querySelector("[name$=csrf_token]")?.value;
  const slots = [...table.querySelectorAll("[data-slot]")];
  let dragged = null;
  let over = null;
  const mark = (slot) => {
    over?.classList.remove("is-over");
    over = slot;
    over?.classList.add("is-over");
  };
  for (const slot of slots) {
    slot.draggable = true;
    slot.addEventListener("dragstart", (event) => {
      dragged = slot;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", slot.id);
    });
    slot.addEventListener("dragend", () => {
      dragged = null;
      mark(null);
    });
  }
  for (const day of table.querySelectorAll("[data-day]")) {
    const target = (event) => event.target.closest("[data-starts]");
    day.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      mark(target(event) ?? day.querySelector("[data-starts]:last-of-type") ?? day);
    });
    day.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      const slot = target(event);
      if (slot === dragged) return;
      // On the upper half of an item: when it begins; below: when it ends; elsewhere: at the end.
      const last = [...day.querySelectorAll("[data-ends]")].filter((each) => each !== dragged).at(-1);
      let starts = last?.dataset.ends ?? dragged.dataset.starts;
      if (slot) {
        const box = slot.getBoundingClientRect();
        const isUpper = event.clientY < box.top + box.height / 2;
        starts = isUpper ? slot.dataset.starts : slot.dataset.ends;
      }
      move(dragged, day.dataset.day, starts, token);
    });
  }
}
