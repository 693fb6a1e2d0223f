// The part with this id of the page at an address, as it is now; null where there is none.
export async function fresh(address, id, signal) {
  const response = await fetch(address, { signal });
  if (!response.ok || response.redirected) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return document.adoptNode(page.getElementById(id));
}
