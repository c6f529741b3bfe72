/** The calls to the server. Each carries the session's token; a spent one is renewed once. */

import { type Answer, type Site, type Turn, list } from "./contract";
import type { Memory } from "./memory";
import { type StreamEvent, readEvents } from "./stream";
import { Trouble, readTrouble } from "./trouble";

interface Opened {
  readonly token: string;
  readonly conversation: string | null;
  readonly site: Site;
}

type Path = (conversation: string) => string;

const OPENING_MS = 20_000;

export class Client {
  readonly #api: string;
  readonly #data: DOMStringMap;
  readonly #memory: Memory;
  #opening: Promise<Opened> | undefined;
  #token: string | null = null;
  conversation: string | null = null;

  /** The data are the script tag's: its site and, on a page of the server's own, a token. */
  constructor(api: string, data: DOMStringMap, memory: Memory) {
    this.#api = api;
    this.#data = data;
    this.#memory = memory;
  }

  /** Open the session, once; with a kept token it is the kept conversation's. */
  open(): Promise<Opened> {
    return (this.#opening ??= this.#begin().catch((reason: unknown) => {
      this.#opening = undefined;
      throw reason;
    }));
  }

  /** Start over from what another tab kept. */
  forget(): void {
    this.#opening = undefined;
    this.#token = this.conversation = null;
  }

  /** Keep the token from now on; called at the first question and at each one after it. */
  remember(): void {
    if (this.#token) this.#memory.keep(this.#token);
  }

  /** Yield the events of an answer. */
  async *chat(message: string, page: string, signal: AbortSignal): AsyncGenerator<StreamEvent> {
    const body = () => ({ message, conversation: this.conversation, page_url: page });
    const call = () => this.#call("POST", () => "chat", { body, signal });
    const response = await call().catch((reason: unknown) => {
      if (!isGone(reason)) throw reason;
      this.#memory.erase(); // it was deleted elsewhere, so the question opens a new one
      this.forget();
      return call();
    });
    if (!response.body) throw new Trouble(-1);
    try {
      yield* readEvents(response.body);
    } catch (reason) {
      throw signal.aborted ? reason : new Trouble(-1);
    }
  }

  async turns(): Promise<readonly Turn[]> {
    await this.open();
    if (!this.conversation) return [];
    try {
      const response = await this.#call("GET", (id) => `conversation/${encodeURIComponent(id)}`);
      return list(((await response.json()) as { turns?: readonly Turn[] }).turns);
    } catch (reason) {
      if (isGone(reason)) return [];
      throw reason;
    }
  }

  async vote(answer: Answer, vote: string | null, reason = ""): Promise<void> {
    await this.#call("POST", () => "feedback", { body: () => ({ answer: answer.id, vote, reason }) });
  }

  /** Delete the conversation on the server, then what is kept here. */
  async erase(): Promise<void> {
    try {
      await this.open();
      if (this.conversation) {
        await this.#call("DELETE", (id) => `conversation/${encodeURIComponent(id)}`);
      }
    } catch (reason) {
      if (!isGone(reason)) throw reason;
    }
    this.#memory.erase();
    this.forget();
  }

  async #begin(): Promise<Opened> {
    const token = this.#token ?? this.#memory.read() ?? this.#data.token ?? null;
    const body = () => ({ site: this.#data.site, token });
    const signal = AbortSignal.timeout(OPENING_MS);
    const response = await this.#send("POST", "widget/session", null, { body, signal }).catch(
      async (reason: unknown) => {
        throw (await this.#isReachable()) ? new Trouble(403) : reason;
      },
    );
    if (!response.ok) throw await readTrouble(response);
    const opened = (await response.json()) as Opened;
    this.#token = opened.token;
    this.conversation = opened.conversation;
    return opened;
  }

  /**
   * Say whether the server answers where any page may read it.
   *
   * A refused origin gets no CORS headers, so that script cannot tell it from a dead line.
   */
  async #isReachable(): Promise<boolean> {
    const init: RequestInit = { credentials: "omit", cache: "no-store" };
    return fetch(new URL("../w/glutebot.js", this.#api), init).then(({ ok }) => ok, () => false);
  }

  async #call(method: string, path: Path, more: More = {}): Promise<Response> {
    for (let tries = 0; ; tries++) {
      const { token } = await this.open();
      const response = await this.#send(method, path(this.conversation ?? ""), token, more);
      if (response.ok) return response;
      if (response.status !== 401 || tries) throw await readTrouble(response);
      this.#opening = undefined;
    }
  }

  async #send(method: string, path: string, token: string | null, more: More): Promise<Response> {
    const headers: Record<string, string> = {};
    if (more.body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    const body = more.body ? JSON.stringify(more.body()) : null;
    const signal = more.signal ?? null;
    try {
      return await fetch(`${this.#api}${path}`, {
        method, headers, body, signal, credentials: "omit", cache: "no-store",
      });
    } catch (reason) {
      throw (reason as Error).name === "AbortError" ? reason : new Trouble(0);
    }
  }
}

interface More {
  readonly body?: () => unknown;
  readonly signal?: AbortSignal;
}

function isGone(reason: unknown): boolean {
  return reason instanceof Trouble && reason.status === 404;
}
