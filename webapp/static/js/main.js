// Each enhancement is a module of its own, loaded only where a page asks for it with
// data-module="name". Every page works without any of them.
const version = new URL(import.meta.url).search;

function enhance(part) {
  for (const element of part.querySelectorAll("[data-module]")) {
    for (const name of element.dataset.module.split(" ")) {
      import(`./${name}.js${version}`)
        .then((module) => module.default(element))
        .catch((error) => console.error(`${name}:`, error));
    }
  }
}

enhance(document);
// A part of the page was fetched anew.
document.addEventListener("vizite:fresh", (event) => enhance(event.detail));
