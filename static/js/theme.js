// The reader's colours: as the system says, light, dark or black on white; kept on this machine only.
(() => {
  const CHOICES = ["", "light", "dark", "contrast"];
  const NAMES = { "": "theo máy", light: "sáng", dark: "tối", contrast: "tương phản cao" };
  const root = document.documentElement;
  // Not "theme": that name is the admin's (Django's theme.js), which knows no high contrast and would wipe it.
  const KEY = "reader-theme";

  const stored = () => {
    try {
      // Once both shared that name; high contrast can only have been chosen here.
      if (localStorage.getItem("theme") === "contrast") {
        localStorage.setItem(KEY, "contrast");
        localStorage.removeItem("theme");
      }
      return localStorage.getItem(KEY) || "";
    } catch {
      return ""; // storage may be forbidden; the page still works
    }
  };

  const apply = (choice) => {
    if (choice && CHOICES.includes(choice)) root.dataset.theme = choice;
    else delete root.dataset.theme;
  };

  const remember = (choice) => {
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // then it holds for this page only
    }
  };

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => {
    const buttons = document.querySelectorAll("[data-theme-choice]");
    const current = () => root.dataset.theme || "";
    const name = () => {
      for (const button of buttons) button.textContent = `Nền: ${NAMES[current()]}`;
    };
    name();
    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const next = CHOICES[(CHOICES.indexOf(current()) + 1) % CHOICES.length];
        apply(next);
        remember(next);
        name();
      });
    }
  });
})();
