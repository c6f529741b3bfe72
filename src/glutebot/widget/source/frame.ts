/** The panel's fixed parts: head, conversation, box to type in. */

import { button, icon, make } from "./dom";
import type { Mount } from "./mount";
import type { Words } from "./words.en";

export interface Frame {
  readonly element: HTMLElement;
  readonly title: HTMLElement;
  readonly log: HTMLElement;
  readonly notice: HTMLElement;
  readonly input: HTMLTextAreaElement;
  readonly send: HTMLButtonElement;
  readonly consent: HTMLElement;
  readonly erase: HTMLButtonElement;
  readonly status: HTMLElement;
}

interface Acts {
  send(): void;
  erase(): void;
  close(): void;
}

/** Draw the parts; an inline widget is a region of its page, any other a dialog beside it. */
export function drawFrame(mount: Mount, words: Words, acts: Acts): Frame {
  const inline = mount.mode === "inline";
  const title = make("h2", { id: "title" }, words.title);
  const erase = button(icon("erase"), acts.erase, { class: "icon", "aria-label": words.erase, title: words.erase, hidden: true });
  const close = button(icon("close"), acts.close, { class: "icon", "aria-label": words.close, title: words.close });
  const log = make("div", { class: "log", role: "log", "aria-live": "off", "aria-label": words.log, tabindex: 0 });
  const notice = make("div", { class: "notice", role: "alert" });
  const status = make("div", { class: "unseen", role: "status" });
  const input = make("textarea", { rows: 1, "aria-label": words.placeholder, placeholder: words.placeholder, enterkeyhint: "send", input: () => grow(input) });
  const send = button(icon("send"), acts.send, { class: "send", "aria-label": words.send });
  const consent = make("p", { class: "aside", dir: "auto" });
  const head = make("div", { class: "head" }, title, erase, inline ? undefined : close);
  const foot = make("div", { class: "foot" }, make("div", { class: "line" }, input, send), consent);
  const element = make("div", { class: "frame", role: inline ? "region" : "dialog", "aria-labelledby": "title", tabindex: -1 }, head, log, notice, foot, status);
  return { element, title, log, notice, input, send, consent, erase, status };
}

/** Let the box be as high as what is typed, up to what the style allows, and run as it runs. */
export function grow(input: HTMLTextAreaElement): void {
  input.dir = input.value ? "auto" : "";
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}
