/* The rich-text editor: pictures that are dropped or pasted are uploaded with the form's CSRF token; dialogs stay simple. */
(() => {
  if (!window.CKEDITOR) return;

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;

  CKEDITOR.on("instanceCreated", ({ editor }) => {
    editor.on("fileUploadRequest", (event) => {
      event.data.fileLoader.xhr.setRequestHeader("X-CSRFToken", token());
    });
    // What the editor holds must reach the textarea before anything else looks at it.
    editor.on("change", () => editor.updateElement());
  });
})();
