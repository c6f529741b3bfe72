/* The page: which act belongs to which part, and what is put right whenever Gradio draws. */
import { cite } from "./cite.js";
import { copyAnswer, count, describe, drawerOpen, follow, sendChoice, setDrawer } from "./chat.js";
import { addRow } from "./form.js";
import { forgetPrograms, programActions } from "./program.js";
import { repaint, switchTheme } from "./theme.js";
import { startViews } from "./views.js";

const actions = [
  ['a[href^="#cite-"]', cite],
  [".gb-copy", copyAnswer],
  [".gc-choice", sendChoice],
  ["#gb-theme", switchTheme],
  ["#gb-menu", () => setDrawer(!drawerOpen())],
  ["#gb-shade", () => setDrawer(false)],
  [".gf-add", addRow],
  ...programActions,
];
document.addEventListener("click", (event) => {
  for (const [selector, act] of actions) {
    const element = event.target.closest?.(selector);
    if (!element) continue;
    event.preventDefault();
    event.stopPropagation();
    act(element);
    return;
  }
  if (event.target.closest?.("#gb-erase-yes")) forgetPrograms();
  if (drawerOpen() && event.target.closest?.("#gb-new, #gb-list label")) setDrawer(false);
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drawerOpen()) setDrawer(false);
});
document.addEventListener("input", (event) => {
  if (event.target.matches?.("#gb-box textarea")) count(event.target);
});

/* Gradio sets its own colours when it starts, so ours come once more after that. */
let painted = false;
const settle = () => {
  if (!painted && document.getElementById("gb-app")) {
    painted = true;
    repaint();
  }
  describe();
  follow();
  const box = document.querySelector("#gb-box textarea");
  if (box && !box.value && document.getElementById("gb-count")) count(box);
};
startViews();
repaint();
new MutationObserver(settle).observe(document.body, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"],
});
settle();
