/* The cover: opens the library's window and shows the picture that was chosen there. */
(() => {
  const keyOf = (address) => (/\/thu-vien\/anh\/([\w-]+)-\d+\.webp/.exec(address) || [])[1];

  function prepare(choice) {
    const [image, key] = [choice.querySelector("img"), choice.querySelector("input")];
    const clear = choice.querySelector("[data-cover-clear]");

    function show(address) {
      key.value = (address && keyOf(address)) || "";
      image.src = key.value ? address : "";
      image.hidden = clear.hidden = !key.value;
      key.dispatchEvent(new Event("change", { bubbles: true }));
    }

    // The library's window answers through the editor, as it does for pictures in the text.
    const answer = window.CKEDITOR && CKEDITOR.tools.addFunction((address) => show(address));
    choice.querySelector("[data-cover-choose]").addEventListener("click", () => {
      const address = `${choice.dataset.browseUrl}?CKEditorFuncNum=${answer}`;
      window.open(address, "thu-vien", "width=960,height=720,scrollbars=yes,resizable=yes");
    });
    clear.addEventListener("click", () => show(""));
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-cover]").forEach(prepare));
})();
