// The reader's text size in three steps; kept on this machine only.
(() => {
  const STEPS = ["", "large", "larger"];
  const NAMES = { "": "vừa", large: "lớn", larger: "rất lớn" };
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem("text-size") || "";
    } catch {
      return ""; // storage may be forbidden; the page still works
    }
  };

  const apply = (step) => {
    if (step && STEPS.includes(step)) root.dataset.textSize = step;
    else delete root.dataset.textSize;
  };

  const remember = (step) => {
    try {
      localStorage.setItem("text-size", step);
    } catch {
      // then it holds for this page only
    }
  };

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => {
    const buttons = document.querySelectorAll("[data-text-size-choice]");
    const current = () => root.dataset.textSize || "";
    const name = () => {
      for (const button of buttons) button.textContent = `Cỡ chữ: ${NAMES[current()]}`;
    };
    name();
    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const next = STEPS[(STEPS.indexOf(current()) + 1) % STEPS.length];
        apply(next);
        remember(next);
        name();
      });
    }
  });
})();
