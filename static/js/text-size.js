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
    for (const button of document.querySelectorAll("[data-text-size-choice]")) {
      const name = () => (button.textContent = `Cỡ chữ: ${NAMES[root.dataset.textSize || ""]}`);
      name();
      button.hidden = false;
      button.addEventListener("click", () => {
        const next = STEPS[(STEPS.indexOf(root.dataset.textSize || "") + 1) % STEPS.length];
        apply(next);
        remember(next);
        name();
      });
    }
  });
})();
