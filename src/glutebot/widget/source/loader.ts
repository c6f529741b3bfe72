/**
 * The only code that a page loads before anyone wants an answer: it draws a button.
 *
 * No call, no storage and no panel before intent. Everything here counts against 2 KB gzipped,
 * so colours are left to CSS and all else to the panel.
 */

import sheetText from "./loader.css";
import type { Handle, Mount, PanelModule } from "./mount";

const LABELS: Record<string, string> = {
  en: "Ask a question",
  es: "Haz una pregunta",
  de: "Frage stellen",
  fr: "Poser une question",
  pt: "Faça uma pergunta",
  ar: "اطرح سؤالًا",
};

interface Placed extends Mount {
  readonly key: string;
  script: HTMLScriptElement;
  panel?: Promise<Handle> | undefined;
  tries: number;
  ready?: boolean;
}

interface Glutebot {
  mount(script: HTMLScriptElement): void;
  open(site?: string): void;
  close(site?: string): void;
  ask(question: string, site?: string): void;
  destroy(site?: string): void;
}

function create(): Glutebot {
  const mounts = new Map<string, Placed>();
  const of = (site?: string): Placed[] =>
    [...mounts.values()].filter(({ data }) => !site || data.site === site);
  const run = (site: string | undefined, act: (panel: Handle) => void): void => {
    const [first] = of(site);
    if (first) load(first, act);
  };
  new MutationObserver(() => mounts.forEach(place)).observe(document, {
    childList: true,
    subtree: true,
  });
  return {
    mount(script) {
      const { site, mode, target } = script.dataset;
      const key = [site, mode, target].join();
      const mount = mounts.get(key) ?? draw(key, script);
      mount.script = script;
      mounts.set(key, mount);
      place(mount);
    },
    open: (site) => run(site, (panel) => panel.open()),
    close: (site) => of(site).map(({ panel }) => panel?.then((loaded) => loaded.close())),
    ask: (question, site) => run(site, (panel) => panel.ask(question)),
    destroy: (site) =>
      of(site).map(({ key, panel, element }) => {
        mounts.delete(key);
        panel?.then((loaded) => loaded.destroy());
        element.remove();
      }),
  };
}

function draw(key: string, script: HTMLScriptElement): Placed {
  const data = script.dataset;
  const { accent, position = "" } = data;
  const language = [data.lang, document.documentElement.lang, navigator.language]
    .map((tag) => tag?.slice(0, 2).toLowerCase())
    .find((tag) => LABELS[tag!]) ?? "en";
  const inline = data.mode === "inline" && (data.target || script.closest("body"));
  const mode = inline ? "inline" : data.mode === "panel" ? "panel" : "bubble";
  const element = document.createElement("glutebot-widget");
  const root = element.attachShadow({ mode: "open" });
  const box = document.createElement("div");
  const button = document.createElement("button");
  const base = new URL(".", script.src).href;
  const mount = { key, base, data, language, mode, element, root, box, button, script, tries: 0 };
  const sheet = new CSSStyleSheet();
  const x = /left/.test(position) ? "left" : "right";
  const y = /top/.test(position) ? "top" : "bottom";
  const edge = mode === "panel" ? 0 : 16;
  const others = document.querySelectorAll("glutebot-widget[popover]").length;
  const offset = edge ? `${edge + others * 68}px` : "40%";
  sheet.replaceSync(
    `${sheetText}:host{color-scheme:${data.theme ?? "light dark"}!important}:host([popover]){${x}:${edge}px!important;${y}:${offset}!important}`,
  );
  root.adoptedStyleSheets = [sheet];
  if (!inline) element.setAttribute("popover", "manual");
  box.className = mode;
  box.lang = language;
  box.dir = language === "ar" ? "rtl" : "ltr";
  box.style.setProperty("--accent", CSS.supports("color", accent!) ? accent! : "#0f6b4f");
  button.className = "launch";
  button.textContent = (inline && data.greeting) || LABELS[language]!;
  button.ariaHasPopup = "dialog";
  button.onclick = () => load(mount, (panel) => panel.toggle());
  box.append(button);
  root.append(box);
  return mount;
}

/** Put the element where it belongs, also after the page took it away. */
function place(mount: Placed): void {
  const { element, script, mode, data } = mount;
  if (element.isConnected) return;
  if (mode !== "inline") document.body?.append(element);
  else if (data.target) document.querySelector(data.target)?.append(element);
  else if (script.isConnected) script.after(element);
  if (!element.isConnected) return;
  if (mode !== "inline") element.showPopover?.();
  mount.panel?.then((panel) => panel.settle());
  if (mount.ready) return;
  mount.ready = true;
  element.dispatchEvent(new CustomEvent("glutebot:ready", { bubbles: true, detail: data }));
}

/** Import the panel once; a failure is said on the button, and the next click tries again. */
function load(mount: Placed, act: (panel: Handle) => void): void {
  const { button, base, tries } = mount;
  mount.panel ??= (import(base + PANEL_FILE + "?" + tries) as Promise<PanelModule>).then((module) =>
    module.start(mount),
  );
  button.style.opacity = ".6";
  mount.panel
    .then(act, () => {
      mount.panel = undefined;
      mount.tries++;
      button.textContent = "Offline? " + LABELS[mount.language];
    })
    .then(() => (button.style.opacity = ""));
}

const page = window as unknown as { Glutebot?: Glutebot };
const current = document.currentScript;
const scripts =
  current instanceof HTMLScriptElement && current.dataset.site
    ? [current]
    : document.querySelectorAll<HTMLScriptElement>("[data-site][src*=glutebot]");
if (!page.Glutebot?.mount) page.Glutebot = create();
scripts.forEach((script) => page.Glutebot!.mount(script));
