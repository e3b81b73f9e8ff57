/* The cover: opens the library's window and shows the picture that was chosen there. */
(() => {
  const keyOf = (address) => (/\/thu-vien\/anh\/([\w-]+)-\d+\.webp/.exec(address) || [])[1];

  function prepare(choice, number) {
    const [image, key] = [choice.querySelector("img"), choice.querySelector("input")];
    const clear = choice.querySelector("[data-cover-clear]");

    function show(address) {
      key.value = (address && keyOf(address)) || "";
      image.src = key.value ? address : "";
      image.hidden = clear.hidden = !key.value;
      key.dispatchEvent(new Event("change", { bubbles: true }));
    }

    const asker = `anh-chinh-${number}`;
    const choose = choice.querySelector("[data-cover-choose]");
    choose.hidden = false;
    clear.hidden = !key.value;
    choose.addEventListener("click", () => {
      const address = `${choice.dataset.browseUrl}?hoi=${asker}`;
      window.open(address, "thu-vien", "width=960,height=720,scrollbars=yes,resizable=yes");
    });
    window.addEventListener("message", ({ origin, data }) => {
      if (origin === window.location.origin && data && data.asker === asker) show(data.picture.url);
    });
    clear.addEventListener("click", () => show(""));
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-cover]").forEach(prepare));
})();
