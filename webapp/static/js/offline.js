// Lets the browser keep this page for when there is no network (offline-worker.js).
export default async function (element) {
  if (!navigator.serviceWorker) return;
  const { worker, scope } = element.dataset;
  const registration = await navigator.serviceWorker.register(worker, { scope });
  await navigator.serviceWorker.ready;
  // What drew the page was fetched before the worker was there: asked for once more, it keeps it.
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  const addresses = parts.map((part) => part.href || part.src);
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  registration.active?.postMessage({ keep: [...new Set([...addresses, ...loaded])] });
}
