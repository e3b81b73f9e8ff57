/* The picture window: tells the page that opened it which picture was chosen, and moves between pictures by arrow keys. */
(() => {
  const page = document.querySelector("[data-picker]");
  if (!page) return;

  const choices = () => [...page.querySelectorAll("[data-picker-list] [data-picture-url]")];

  // The window may outlive its opener, or have been opened by hand.
  const waiting = () => page.dataset.pickerAsker && window.opener && !window.opener.closed;

  function choose(button) {
    if (!waiting()) {
      const lost = page.querySelector("[data-picker-lost]");
      lost.hidden = false;
      lost.scrollIntoView({ block: "nearest" });
      return;
    }
    const { pictureUrl, pictureAlt } = button.dataset;
    const answer = { asker: page.dataset.pickerAsker, picture: { url: pictureUrl, alt: pictureAlt } };
    window.opener.postMessage(answer, window.location.origin);
    window.close();
  }

  function perRow(buttons) {
    const top = buttons[0].getBoundingClientRect().top;
    const inFirstRow = buttons.findIndex((button) => button.getBoundingClientRect().top > top + 1);
    return inFirstRow === -1 ? buttons.length : inFirstRow;
  }

  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-picture-url]");
    if (button) choose(button);
  });

  page.addEventListener("keydown", (event) => {
    const buttons = choices();
    const here = buttons.indexOf(event.target);
    if (here === -1) return;
    const row = perRow(buttons);
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row, Home: -here, End: buttons.length - 1 - here };
    if (!(event.key in steps)) return;
    event.preventDefault();
    buttons[here + steps[event.key]]?.focus();
  });

  const now = page.querySelector("[data-picture-now]");
  if (now && waiting()) choose(now);
})();
