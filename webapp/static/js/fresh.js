// The parts with these ids of the page at an address, as they are now; null where it did not answer.
export async function fresh(address, ids, signal) {
  const response = await fetch(address, { signal });
  if (!response.ok || response.redirected) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return ids.map((id) => page.getElementById(id)).filter(Boolean);
}
