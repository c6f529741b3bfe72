/* The dark: the system's choice until the visitor makes one. */
const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => document.body.classList.contains("dark");
const paint = (dark) => {
  document.body.classList.toggle("dark", dark);
  const button = document.getElementById("gb-theme");
  if (!button) return;
  const label = dark ? "Light" : "Dark";
  if (button.textContent.trim() !== label) button.textContent = label;
  button.setAttribute("aria-label", `Switch to ${label.toLowerCase()} colours`);
};
const chosen = () => {
  try { return localStorage.getItem("gb-theme"); } catch { return null; }
};
export const repaint = () => paint(chosen() ? chosen() === "dark" : system.matches);
export const switchTheme = () => {
  const dark = !isDark();
  try { localStorage.setItem("gb-theme", dark ? "dark" : "light"); } catch { /* asked again */ }
  paint(dark);
};
system.addEventListener("change", repaint);
