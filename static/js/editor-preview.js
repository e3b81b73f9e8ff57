/* «Xem thử»: what was typed, in a frame above the page, as wide as a phone or a desk. Without script a new tab shows it. */
(() => {
  const open = document.querySelector("[data-try-open]");
  const dialog = document.querySelector("[data-try]");
  if (!open || !dialog) return;

  const frame = dialog.querySelector("iframe");
  const widths = [...dialog.querySelectorAll("[data-try-width]")];

  function show(width) {
    frame.dataset.width = width;
    widths.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.tryWidth === width)));
  }

  /* A form of its own: the page's counts as sent, and forgets that words are unsaved, when it is submitted. */
  function send() {
    Object.values(window.CKEDITOR ? CKEDITOR.instances : {}).forEach((editor) => editor.updateElement());
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: open.formAction, target: frame.name, hidden: true });
    for (const [name, value] of new FormData(open.form)) {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      form.append(field);
    }
    document.body.append(form);
    form.submit();
    form.remove();
  }

  open.addEventListener("click", (event) => {
    event.preventDefault();
    send();
    show(window.matchMedia("(max-width: 48rem)").matches ? "phone" : frame.dataset.width);
    dialog.showModal();
  });
  widths.forEach((button) => button.addEventListener("click", () => show(button.dataset.tryWidth)));
  dialog.querySelector("[data-try-close]").addEventListener("click", () => dialog.close());

  // A link in the frame leads to a page that no frame may hold.
  frame.addEventListener("load", () => {
    frame.contentDocument?.querySelectorAll("a[href]:not([href^='#'])").forEach((link) => {
      link.target = "_blank";
      link.rel = "noopener";
    });
  });
})();
