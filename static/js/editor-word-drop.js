/* A Word document dropped anywhere on the list of articles goes the same way as by the button «Nhập từ Word». */
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-word-drop]");
  if (!form) return;
  let depth = 0;

  const carriesFile = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  const show = (isShown) => {
    form.hidden = !isShown;
  };

  document.addEventListener("dragenter", (event) => {
    if (!carriesFile(event)) return;
    depth += 1;
    show(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!carriesFile(event)) return;
    depth = Math.max(0, depth - 1);
    if (!depth) show(false);
  });
  document.addEventListener("dragover", (event) => {
    if (carriesFile(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    depth = 0;
    const file = event.dataTransfer.files[0];
    if (!file) {
      show(false);
      return;
    }
    const one = new DataTransfer();
    one.items.add(file);
    form.querySelector("input[type=file]").files = one.files;
    form.querySelector("[role=status]").textContent = `Đang đọc tệp «${file.name}»…`;
    form.submit();
  });
});
