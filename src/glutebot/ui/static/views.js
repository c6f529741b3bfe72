/* Chat and Program: two views of one page, each with its own address. */
import { make } from "./dom.js";
import { openProgram } from "./program.js";

const VIEWS = [["#chat", "Chat"], ["#program", "Program"]];
const bar = make("header");
bar.id = "gb-bar";
const tabs = make("nav", "gb-views");
tabs.setAttribute("aria-label", "Chat or program");
for (const [address, label] of VIEWS) {
  const tab = make("a", "gb-view", label);
  tab.href = address;
  tabs.append(tab);
}
const theme = make("button", "", "Dark");
theme.id = "gb-theme";
theme.type = "button";
bar.append(make("p", "gb-brand", "Glutebot"), tabs, theme);

const section = make("main");
section.id = "gb-program";
section.tabIndex = -1;
section.hidden = true;

const show = (onProgram) => {
  document.body.classList.toggle("gb-on-program", onProgram);
  section.hidden = !onProgram;
  const page = document.querySelector("gradio-app");
  if (page) page.inert = onProgram;
  for (const tab of tabs.children) {
    const here = (tab.getAttribute("href") === "#program") === onProgram;
    if (here) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
};
const readAddress = () => {
  try { return decodeURIComponent(location.hash); } catch { return ""; }
};
const route = () => {
  const address = readAddress();
  const onProgram = address.startsWith("#program");
  show(onProgram);
  if (onProgram) openProgram(section, address);
};
export const startViews = () => {
  document.body.prepend(bar);
  document.body.append(section);
  addEventListener("hashchange", route);
  route();
};
