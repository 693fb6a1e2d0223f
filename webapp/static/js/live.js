// Looks again every two seconds at what a worker is doing, and puts the new state in its place.
import { fresh } from "./fresh.js";

const PAUSE = 2000;

export default function live(part) {
  setTimeout(async () => {
    const [found] = (await fresh(location.href, [part.id]).catch(() => null)) ?? [];
    if (!found) return live(part);
    if (found.dataset.stage !== part.dataset.stage) return location.reload();
    part.replaceWith(found);
    live(found);
  }, PAUSE);
}
