// A form that was sent is not sent again by an impatient second click.
export default function (form) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
    // A form that answers with a file leaves the page as it is.
    setTimeout(() => (isSent = false), 8000);
  });
  window.addEventListener("pageshow", () => (isSent = false));
}
