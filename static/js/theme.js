// The reader's colours: as the system says, light, dark or black on white; kept on this machine only.
(() => {
  const CHOICES = ["", "light", "dark", "contrast"];
  const NAMES = { "": "theo máy", light: "sáng", dark: "tối", contrast: "tương phản cao" };
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem("theme") || "";
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
      localStorage.setItem("theme", choice);
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
