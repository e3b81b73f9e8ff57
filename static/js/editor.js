/* The rich-text editor: pictures that are dropped or pasted are uploaded with the form's CSRF token; a picture chosen in
   the library's window goes into the dialog that asked for it. */
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

  // The editor's dialogs ask under a number; the cover asks under a name of its own (editor-cover.js).
  window.addEventListener("message", ({ origin, data }) => {
    if (origin !== window.location.origin || !data || !/^\d+$/.test(data.asker)) return;
    CKEDITOR.tools.callFunction(Number(data.asker), data.picture.url, function () {
      const dialog = this.getDialog();
      const words = dialog.getContentElement("info", "txtAlt") || dialog.getContentElement("info", "alt");
      if (words) words.setValue(data.picture.alt);
    });
  });
})();
