// Search as you type: fetches the list anew for what stands in the form, and puts the parts named in
// data-list in place of the old ones. The address changes along, so that reloading shows the same.
import { fresh } from "./fresh.js";

const PAUSE = 250;

export default function searchList(form) {
  const ids = form.dataset.list.split(" ");
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  form.after(said);
  let waiting;
  let running;

  function put(part) {
    document.getElementById(part.id)?.replaceWith(part);
    if (part.dataset.found) said.textContent = part.dataset.found;
    document.dispatchEvent(new CustomEvent("vizite:fresh", { detail: part }));
  }

  async function show() {
    running?.abort();
    running = new AbortController();
    const filled = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = `${form.action}?${new URLSearchParams(filled)}`;
    try {
      const parts = await fresh(address, ids, running.signal);
      parts?.forEach(put);
      if (parts) history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") form.requestSubmit();
    }
  }

  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(show, event.target.type === "search" ? PAUSE : 0);
  });
}
