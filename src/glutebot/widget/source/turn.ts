/** One question and what becomes of it: looked up, written, whole, stopped or failed. */

import { citeFrom, renderAnswer } from "./answer";
import { type Answer, type Citation, list } from "./contract";
import { button, make } from "./dom";
import type { Stage } from "./stage";
import type { StreamEvent } from "./stream";
import { renderText } from "./text";
import { Trouble } from "./trouble";

export class TurnView {
  readonly element: HTMLElement;
  answer: Answer | undefined;
  readonly #reply: HTMLElement;
  readonly #step: HTMLElement;
  readonly #stage: Stage;
  #invitation: Node[] = [];
  #text = "";
  #citations: readonly Citation[] = [];
  #drawing = 0;

  constructor(readonly question: string, stage: Stage) {
    this.#stage = stage;
    this.#reply = make("div", { class: "reply", lang: stage.answerLanguage });
    this.#step = make("p", { class: "step" }, stage.words.steps["looking-up"]);
    const asked = make("span", { class: "unseen" }, `${stage.words.asked} `);
    this.element = make("section", { class: "turn" }, make("h3", { class: "asked" }, asked, make("span", { dir: "auto" }, question)), this.#step, this.#reply);
  }

  /** Take what the server sent next. */
  take({ name, data }: StreamEvent): void {
    const sent = (data ?? {}) as Record<string, never>;
    const steps: Record<string, string> = this.#stage.words.steps;
    if (name === "step") this.#step.textContent = steps[sent.name!] ?? "";
    else if (name === "token") this.#write(this.#text + (sent.text ?? ""));
    else if (name === "citations") this.#cite(list(sent.citations));
    else if (name === "replaced") this.#write("");
    else if (name === "done") this.finish(sent as unknown as Answer);
    else if (name === "error") throw new Trouble(sent.status ?? 500, [sent.detail, sent.remedy].filter(Boolean).join(" "));
  }

  /** Say that it takes long, until the next word comes. */
  wait(): void {
    this.#step.textContent = this.#stage.words.slow;
  }

  /** Show the whole answer. */
  finish(answer: Answer): void {
    cancelAnimationFrame(this.#drawing);
    const { body, invitation } = renderAnswer(answer, this.#stage);
    this.answer = answer;
    this.#step.remove();
    this.#reply.className = ["reply", answer.status, answer.referral].filter((name) => /^[\w-]+$/.test(name ?? "")).join(" ");
    this.#reply.replaceChildren(...body);
    this.#invitation = invitation;
    this.element.append(...(invitation as Element[]));
    this.element.classList.add("done");
  }

  /** Say why there is no whole answer, and offer to ask again. */
  fail(message: string, retry: () => void): void {
    cancelAnimationFrame(this.#drawing);
    const again = button(this.#stage.words.retry, retry, { class: "chip" });
    this.#step.replaceWith(make("div", { class: "trouble" }, make("p", { dir: "auto" }, message), again));
    this.element.append(this.element.querySelector(".trouble")!);
  }

  /** Take back what invited a reply, once there is a later one. */
  age(): void {
    for (const node of this.#invitation) (node as Element).remove();
  }

  #cite(citations: readonly Citation[]): void {
    this.#citations = citations;
    this.#draw();
  }

  #write(text: string): void {
    this.#text = text;
    this.#draw();
  }

  /** Draw once per frame, however many words came. */
  #draw(): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() =>
      this.#reply.replaceChildren(...renderText(this.#text, citeFrom(this.#citations, this.#stage))),
    );
  }
}
