// The places of an agenda on a map. The list beside it says the same and is where the words are
// from; without this script, or without Leaflet, it stands alone.
function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.L);
    script.onerror = reject;
    document.head.append(script);
  });
}

function pin(leaflet, item) {
  const name = item.querySelector("strong").textContent;
  const where = [Number(item.dataset.latitude), Number(item.dataset.longitude)];
  const words = document.createElement("span");
  words.textContent = name;
  return leaflet.marker(where, { alt: name, title: name }).bindPopup(words);
}

export default async function (box) {
  const items = document.getElementById(box.dataset.list).querySelectorAll("[data-latitude]");
  const leaflet = await load(box.dataset.script);
  box.hidden = false;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", box.dataset.label);
  const map = leaflet.map(box, { scrollWheelZoom: false });
  const attribution = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>';
  leaflet.tileLayer(box.dataset.tiles, { maxZoom: 19, attribution }).addTo(map);
  const pins = leaflet.featureGroup([...items].map((item) => pin(leaflet, item))).addTo(map);
  map.fitBounds(pins.getBounds(), { maxZoom: 15, padding: [32, 32] });
}
