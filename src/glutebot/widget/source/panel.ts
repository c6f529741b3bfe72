/** The panel: imported when a reader wants it, drawn beside the button that asked for it. */

import { Client } from "./client";
import { readColour } from "./colour";
import type { Site } from "./contract";
import { Conversation, drawWelcome } from "./conversation";
import { make } from "./dom";
import { type Frame, drawFrame, grow } from "./frame";
import { Memory } from "./memory";
import type { Handle, Mount } from "./mount";
import sheetText from "./panel.css";
import { clearMark } from "./passage";
import { followKeyboard, holdBack, isPhone, onBack, releaseBack } from "./phone";
import { readableOn } from "./shade";
import type { Stage } from "./stage";
import english, { type Words } from "./words.en";

const LIGHT = [0.94, 0.95, 0.93] as const;
const DARK = [0.16, 0.18, 0.17] as const;
const OWN_EVENTS = ["keydown", "keyup", "keypress", "copy", "cut", "paste"];

/** Draw the panel, still closed. */
export async function start(mount: Mount): Promise<Handle> {
  const words = await readWords(mount);
  return new Panel(mount, words);
}

/** Fetch the words of a language; where that fails, English serves. */
async function readWords({ base, language }: Mount): Promise<Words> {
  const file = WORD_FILES[language];
  if (!file) return english;
  const module = (await import(base + file).catch(() => ({}))) as { default?: Words };
  return module.default ?? english;
}

class Panel implements Handle {
  readonly #mount: Mount;
  readonly #frame: Frame;
  readonly #words: Words;
  readonly #stage: Stage;
  readonly #talk: Conversation;
  readonly #ended = new AbortController();
  #site: Site = {};
  #before: Element | null = null;

  constructor(mount: Mount, words: Words) {
    this.#mount = mount;
    this.#words = words;
    this.#frame = drawFrame(mount, words, {
      send: () => (this.#talk.busy ? this.#talk.stop() : this.#send()),
      erase: () => void this.#talk.erase(),
      close: () => this.close(),
    });
    const api = new URL("../api/", mount.base).href;
    const memory = new Memory(new URL(api).host, mount.data.site!);
    this.#stage = this.#makeStage(new Client(api, mount.data, memory));
    this.#talk = new Conversation(this.#stage, this.#frame, memory, (site) => this.#welcome(site));
    this.#adoptStyle();
    this.#stand();
    this.#frame.element.hidden = true;
    mount.box.append(this.#frame.element);
    mount.button.ariaExpanded = "false";
    this.#listen(memory);
  }

  open(): void {
    this.#show(this.#mount.mode !== "inline");
  }

  toggle(): void {
    if (this.#frame.element.hidden) this.#show(true);
    else this.close();
  }

  close(): void {
    if (this.#frame.element.hidden) return;
    this.#cover(false);
    releaseBack();
    const { element, button } = this.#mount;
    const from = this.#before as HTMLElement | null;
    const elsewhere = from?.isConnected && from !== element && from !== document.body;
    if (document.activeElement === element) (elsewhere ? from : button).focus({ preventScroll: true });
  }

  ask(question: string): void {
    this.#show(false);
    void this.#talk.ask(question);
  }

  settle(): void {
    this.#frame.log.scrollTop = this.#frame.log.scrollHeight;
  }

  destroy(): void {
    this.close();
    this.#talk.stop();
    this.#ended.abort();
    clearMark();
  }

  #makeStage(client: Client): Stage {
    const { mode, language, element, base, data } = this.#mount;
    const site = (): Site => this.#site;
    return {
      client, language, base,
      words: this.#words,
      frame: this.#frame.element,
      get answerLanguage() {
        return site().language || "en";
      },
      ask: (question) => this.ask(question),
      tell: (name, detail) => {
        const init = { bubbles: true, detail: { site: data.site, ...detail } };
        element.dispatchEvent(new CustomEvent(`glutebot:${name}`, init));
      },
      announce: (text) => (this.#frame.status.textContent = text),
      beside: () => mode !== "inline" && !isPhone(),
      stepAside: () => this.#stepAside(),
    };
  }

  /** Close on a phone, and wait until the browser has put the page back where it was. */
  async #stepAside(): Promise<void> {
    if (this.#mount.mode === "inline" || !isPhone()) return;
    this.close();
    await new Promise((resolve) => setTimeout(resolve, 150));
  }

  #listen(memory: Memory): void {
    const { box } = this.#mount;
    const { element, input } = this.#frame;
    const { signal } = this.#ended;
    for (const name of OWN_EVENTS) box.addEventListener(name, (event) => event.stopPropagation());
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      const source = element.querySelector<HTMLElement>(".source");
      if (source) source.hidePopover();
      else if (this.#mount.mode !== "inline") this.close();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    memory.watch(() => this.#talk.refresh(), signal);
    if (this.#mount.mode === "inline") return;
    onBack(() => this.close(), signal);
    followKeyboard(element, signal);
  }

  #send(): void {
    const { input } = this.#frame;
    if (this.#talk.busy || !input.value.trim()) return;
    const question = input.value;
    input.value = "";
    grow(input);
    void this.#talk.ask(question);
  }

  #show(focus: boolean): void {
    const { element, input } = this.#frame;
    const { mode } = this.#mount;
    if (element.hidden) {
      this.#before = document.activeElement;
      this.#cover(true);
      if (mode !== "inline") holdBack();
      if (!this.#frame.log.childElementCount) this.#welcome(this.#site);
      void this.#talk.show();
    }
    const touch = mode !== "inline" && matchMedia("(pointer: coarse)").matches;
    if (focus) (touch ? element : input).focus({ preventScroll: true });
  }

  #cover(open: boolean): void {
    if (open) this.#raise();
    else this.#frame.element.querySelector<HTMLElement>(".source")?.hidePopover();
    this.#frame.element.hidden = !open;
    this.#mount.box.classList.toggle("open", open);
    this.#mount.button.ariaExpanded = `${open}`;
  }

  /** Show what the server knows of the site; what the script tag says comes first. */
  #welcome(site: Site): void {
    const { data } = this.#mount;
    const { log, title, consent } = this.#frame;
    this.#site = site;
    title.replaceChildren(make("bdi", {}, site.name || this.#words.title));
    consent.textContent = [this.#languageLine(), site.consent || this.#words.aside].filter(Boolean).join(" ");
    this.#paint(data.accent ?? site.accent);
    log.querySelector(".welcome")?.remove();
    if (log.querySelector(".turn")) return;
    const greeting = data.greeting || site.greeting || this.#words.greeting;
    log.append(drawWelcome(greeting, site.examples, this.#stage));
  }

  /** Say in which language the answers come, where it is not the panel's. */
  #languageLine(): string {
    const { language } = this.#mount;
    const answers = this.#stage.answerLanguage;
    if (answers.slice(0, 2) === language) return "";
    const name = new Intl.DisplayNames(language, { type: "language" }).of(answers) ?? answers;
    return this.#words.language.replace("{language}", name);
  }

  #paint(accent: string | null | undefined): void {
    const { box } = this.#mount;
    const colour = accent && readColour(box, accent);
    if (colour) box.style.setProperty("--accent", accent);
    const own = colour || readColour(box, "#0f6b4f");
    if (!own) return;
    box.style.setProperty("--link", `light-dark(${readableOn(LIGHT, own)},${readableOn(DARK, own)})`);
  }

  /** Come before the button of another widget, which would stand on the panel. */
  #raise(): void {
    const { element, mode } = this.#mount;
    if (mode === "inline" || document.querySelectorAll("glutebot-widget[popover]").length < 2) return;
    element.hidePopover?.();
    element.showPopover?.();
  }

  /** Stand in the button's corner, and beyond it where another widget's button is below. */
  #stand(): void {
    const { box, button, data } = this.#mount;
    for (const side of ["left", "top"]) box.classList.toggle(side, !!data.position?.includes(side));
    const { top, bottom } = button.getBoundingClientRect();
    const stack = (box.classList.contains("top") ? top : innerHeight - bottom) - 16;
    box.style.setProperty("--stack", `${Math.max(0, stack)}px`);
  }

  #adoptStyle(): void {
    const { root } = this.#mount;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(sheetText);
    root.adoptedStyleSheets.push(sheet);
  }
}
