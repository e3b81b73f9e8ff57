// Django's search box over many rows has no name of its own for those who listen: it takes the field's label.
const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`)?.textContent.trim().replace(/:$/, "");
    const box = select.parentElement.querySelector(".select2-selection:not([aria-label])");
    if (!label || !box) continue;
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", label);
    box.querySelector("[role=textbox]")?.setAttribute("aria-label", label);
  }
};

// The boxes are drawn by another script, also in rows that are added later.
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
  nameBoxes();
});
