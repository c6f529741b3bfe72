/** Questions and answers of one site's reader, through reloads and across tabs. */

import type { Client } from "./client";
import { type Answer, type Site, list } from "./contract";
import { button, icon, make } from "./dom";
import { type Frame, grow } from "./frame";
import type { Memory } from "./memory";
import { pageAddress } from "./passage";
import type { Stage } from "./stage";
import { Trouble, explain } from "./trouble";
import { TurnView } from "./turn";

/** Without a word for so long, the reader is told. */
const SLOW_MS = 8_000;
/** Without even a ping for so long, the connection counts as broken. */
const DEAD_MS = 45_000;

export class Conversation {
  readonly #stage: Stage;
  readonly #client: Client;
  readonly #frame: Frame;
  readonly #memory: Memory;
  readonly #welcome: (site: Site) => void;
  #turns: TurnView[] = [];
  #opening: Promise<void> | undefined;
  #stop: AbortController | undefined;
  #stale = false;
  #settling = 0;

  constructor(stage: Stage, frame: Frame, memory: Memory, welcome: (site: Site) => void) {
    this.#stage = stage;
    this.#client = stage.client;
    this.#frame = frame;
    this.#memory = memory;
    this.#welcome = welcome;
  }

  /** Open the session and show what was said before; safe to call again. */
  begin(): Promise<void> {
    const { dataset } = this.#frame.element;
    return (this.#opening ??= this.#open().then(
      () => void (dataset.state = "open"),
      (reason: unknown) => {
        this.#opening = undefined;
        dataset.state = "failed";
        throw reason;
      },
    ));
  }

  /** Begin, and say above the box why that failed. */
  async show(): Promise<void> {
    await this.begin().then(
      () => this.#frame.notice.replaceChildren(),
      (reason: unknown) => this.#complain(reason, () => void this.show()),
    );
  }

  /** Ask, unless an answer is being written: then the text stays where it is. */
  async ask(question: string): Promise<void> {
    if (!question.trim() || this.#stop) return;
    const stop = (this.#stop = new AbortController());
    const turn = this.#addTurn(question.trim());
    this.#frame.notice.replaceChildren();
    this.#stage.tell("message", { role: "reader", text: turn.question });
    this.#stage.announce(this.#stage.words.steps["looking-up"]);
    this.#showBusy(true);
    try {
      await Promise.race([this.begin(), aborted(stop.signal)]);
      await this.#listen(turn, stop);
      this.#finish(turn.answer!);
    } catch (reason) {
      this.#fail(turn, reason, stop.signal.reason === "stopped");
    }
    this.#stop = undefined;
    this.#showBusy(false);
    if (this.#stale) this.refresh();
  }

  /** Stop the answer; the server stops with it, since the connection is closed. */
  stop(): void {
    this.#stop?.abort("stopped");
  }

  get busy(): boolean {
    return !!this.#stop;
  }

  /** Erase everything that is kept, on the server and here. */
  async erase(): Promise<void> {
    this.stop();
    try {
      await this.#client.erase();
    } catch (reason) {
      return this.#complain(reason, () => void this.erase());
    }
    this.#reset();
    this.#frame.notice.replaceChildren();
    this.#stage.announce(this.#stage.words.erased);
    await this.show();
    this.#frame.log.prepend(make("p", { class: "aside" }, this.#stage.words.erased));
  }

  /** Take over what another tab asked or erased, once it has settled. */
  refresh(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#reload(), 200);
  }

  #reload(): void {
    this.#stale = this.busy;
    if (this.#stale) return;
    this.#client.forget();
    this.#reset();
    if (!this.#frame.element.hidden) void this.show();
  }

  async #open(): Promise<void> {
    const { site } = await this.#client.open();
    this.#welcome(site ?? {});
    if (!this.#memory.read() || this.#turns.some((turn) => turn.answer)) return;
    const turns = await this.#client.turns();
    const views = turns.map(({ question, answer }) => {
      const view = new TurnView(question, this.#stage);
      if (answer) view.finish(answer);
      else view.fail(this.#stage.words.stopped, () => void this.#again(view));
      return view;
    });
    for (const view of this.#turns.length ? views : views.slice(0, -1)) view.age();
    this.#turns = [...views, ...this.#turns];
    this.#frame.log.prepend(...views.map((view) => view.element));
    this.#showErase();
    const last = this.#turns.at(-1);
    if (last) this.#scrollTo(last);
  }

  async #listen(turn: TurnView, stop: AbortController): Promise<void> {
    this.#client.remember();
    this.#showErase();
    let heard = Date.now();
    let told = heard;
    const watch = setInterval(() => {
      if (Date.now() - told > SLOW_MS) turn.wait();
      if (Date.now() - heard > DEAD_MS) stop.abort("silent");
    }, 1_000);
    try {
      for await (const event of this.#client.chat(turn.question, pageAddress(), stop.signal)) {
        heard = Date.now();
        if (event.name !== "ping") told = heard;
        turn.take(event);
      }
    } finally {
      clearInterval(watch);
    }
    if (!turn.answer) throw new Trouble(-1);
  }

  #finish(answer: Answer): void {
    const { tell, announce } = this.#stage;
    this.#client.conversation = answer.conversation ?? this.#client.conversation;
    this.#client.remember();
    announce(answer.text.replace(/\s*\[[\d,\s]+\]/g, ""));
    tell("message", { role: "assistant", text: answer.text, status: answer.status });
    if (answer.program) tell("program", { program: answer.program });
  }

  #fail(turn: TurnView, reason: unknown, stopped: boolean): void {
    const { words, language, announce } = this.#stage;
    const broken = (reason as Error)?.name === "AbortError" || reason === "silent";
    const message = stopped ? words.stopped : explain(broken ? new Trouble(-1) : reason, words, language);
    turn.fail(message, () => void this.#again(turn));
    announce(message);
    const { input } = this.#frame;
    if (stopped || input.value) return;
    input.value = turn.question;
    grow(input);
  }

  async #again(turn: TurnView): Promise<void> {
    if (this.busy) return;
    const { input } = this.#frame;
    if (input.value === turn.question) input.value = "";
    input.focus({ preventScroll: true });
    this.#drop(turn);
    await this.ask(turn.question);
  }

  /** Add a turn and bring it to the top of the log; the page around it stays where it is. */
  #addTurn(question: string): TurnView {
    const { log } = this.#frame;
    this.#turns.filter((turn) => !turn.answer).forEach((turn) => this.#drop(turn));
    this.#turns.at(-1)?.age();
    const turn = new TurnView(question, this.#stage);
    this.#turns.push(turn);
    log.querySelector(".welcome")?.remove();
    log.append(turn.element);
    this.#scrollTo(turn);
    return turn;
  }

  #scrollTo(turn: TurnView): void {
    const { log } = this.#frame;
    log.scrollTop = turn.element.offsetTop - log.offsetTop - 8;
  }

  #drop(turn: TurnView): void {
    turn.element.remove();
    this.#turns = this.#turns.filter((other) => other !== turn);
  }

  #reset(): void {
    this.#opening = undefined;
    delete this.#frame.element.dataset.state;
    this.#turns = [];
    this.#frame.log.replaceChildren();
    this.#showErase();
  }

  #showErase(): void {
    this.#frame.erase.hidden = !this.#turns.length;
  }

  #showBusy(busy: boolean): void {
    const { send } = this.#frame;
    const { words } = this.#stage;
    send.replaceChildren(icon(busy ? "stop" : "send"));
    send.ariaLabel = busy ? words.stop : words.send;
  }

  #complain(reason: unknown, retry: () => void): void {
    const { words, language } = this.#stage;
    const message = make("p", {}, explain(reason, words, language));
    this.#frame.notice.replaceChildren(message, button(words.retry, retry, { class: "chip" }));
  }
}

/** Fail as soon as a signal says so. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason as Error)),
  );
}

/** Return what stands where nothing was asked yet. */
export function drawWelcome(greeting: string, examples: readonly string[] | null | undefined, stage: Stage): HTMLElement {
  const chips = list(examples).map((question) =>
    button(make("span", { dir: "auto" }, question), () => stage.ask(question), { class: "chip" }),
  );
  return make("div", { class: "welcome" }, make("p", { dir: "auto" }, greeting), make("div", { class: "chips" }, ...chips));
}
