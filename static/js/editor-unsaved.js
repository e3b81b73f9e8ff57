/* Asks before a page with typed but unsaved words is left. */
(() => {
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("article_form");
    if (!form) return;
    let isDirty = document.querySelector(".errornote:not([hidden])") !== null;
    form.addEventListener("input", () => (isDirty = true));
    form.addEventListener("change", () => (isDirty = true));
    form.addEventListener("submit", () => (isDirty = false));
    if (window.CKEDITOR) CKEDITOR.on("instanceReady", ({ editor }) => editor.on("change", () => (isDirty = true)));
    window.addEventListener("beforeunload", (event) => isDirty && event.preventDefault());
  });
})();
