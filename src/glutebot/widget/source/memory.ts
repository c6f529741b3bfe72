/**
 * What is kept in the reader's own browser: one token, from the first question until it is erased.
 *
 * The key names the server and the site, so two widgets on one page or one blog never meet.
 */

/** Tells the other widgets of this page what storage events tell other tabs. */
const here = new EventTarget();

export class Memory {
  readonly #key: string;

  constructor(server: string, site: string) {
    this.#key = `glutebot:${server}:${site}`;
  }

  /** Return the token that was kept, or null; storage may be switched off. */
  read(): string | null {
    try {
      return (JSON.parse(localStorage.getItem(this.#key) ?? "null") as { token?: string })?.token ?? null;
    } catch {
      return null;
    }
  }

  /** Keep a token; the time makes other tabs notice each turn. */
  keep(token: string): void {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ token, at: Date.now() }));
    } catch {
      // Without storage the conversation lasts as long as the page.
    }
    this.#tell();
  }

  erase(): void {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // Nothing could be kept, so nothing is left.
    }
    this.#tell();
  }

  #tell(): void {
    here.dispatchEvent(new CustomEvent(this.#key, { detail: this }));
  }

  /** Call back when another tab or widget went on with the conversation or erased it. */
  watch(changed: () => void, signal: AbortSignal): void {
    const listen = ({ key }: StorageEvent): void => {
      if (key === this.#key || key === null) changed();
    };
    addEventListener("storage", listen, { signal });
    const hear = (event: Event): void => {
      if ((event as CustomEvent).detail !== this) changed();
    };
    here.addEventListener(this.#key, hear, { signal });
  }
}
