// Keeps one person's agenda on their phone: the page and what it is drawn with, and nothing else.
// Its scope is that one page. Asked for anew whenever the network answers; when the link no longer
// leads there (withdrawn, cancelled, erased), all of it is thrown away.
const page = self.registration.scope;
const store = `agenda ${page}`;
const fromUs = (address) => new URL(address).origin === self.location.origin;

const isPart = (address) => address.pathname.includes("/static/");

async function forget() {
  await caches.delete(store);
  await self.registration.unregister();
}

async function keep(request, answer) {
  const kept = await caches.open(store);
  await kept.put(request, answer.clone());
  return answer;
}

// The chip that says "offline, as of …" is part of the page and hidden there.
async function fromStore(request) {
  const kept = await caches.match(request, { cacheName: store, ignoreVary: true });
  if (!kept) return Response.error();
  const words = (await kept.text()).replace("data-offline hidden", "data-offline");
  return new Response(words, { headers: kept.headers });
}

async function openPage(request) {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return fromStore(page);
  }
  if (answer.ok) return keep(page, answer);
  // Leads somewhere else, or nowhere: the agenda is no longer this person's to read.
  if (answer.type === "opaqueredirect" || [404, 410].includes(answer.status)) await forget();
  return answer;
}

// Nothing but the page and what draws it today is kept.
async function keepAll(parts) {
  const request = new Request(page, { credentials: "same-origin", redirect: "manual" });
  if (!(await openPage(request)).ok) return;
  await Promise.all(parts.map((part) => openPart(new Request(part))));
  const kept = await caches.open(store);
  const wanted = new Set([page, ...parts]);
  const old = (await kept.keys()).filter((request) => !wanted.has(request.url));
  await Promise.all(old.map((request) => kept.delete(request)));
}

async function openPart(request) {
  const kept = await caches.match(request, { cacheName: store });
  if (kept) return kept;
  const answer = await fetch(request);
  return answer.ok ? keep(request, answer) : answer;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
// What drew the page before this worker was there, and the page itself.
self.addEventListener("message", (event) => {
  const parts = event.data.keep.filter((address) => fromUs(address) && isPart(new URL(address)));
  event.waitUntil(keepAll(parts));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !fromUs(request.url)) return;
  const address = new URL(request.url);
  if (request.mode === "navigate") {
    if (address.origin + address.pathname === page) event.respondWith(openPage(request));
  } else if (isPart(address)) {
    event.respondWith(openPart(request));
  }
});
