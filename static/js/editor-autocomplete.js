// Django's search box over many rows has no name of its own for those who listen: it takes the field's label.
window.addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.parentElement.querySelector(".select2-selection");
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (!box || !label) continue;
    label.id ||= `${select.id}_label`;
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") ?? ""}`.trim());
  }
});
