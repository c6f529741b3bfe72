/**
 * What is kept in the reader's own browser: one token, from the first question until it is erased.
 *
 * The key names the server and the site, so two widgets on one page or one blog never meet.
 */

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
  }

  erase(): void {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // Nothing could be kept, so nothing is left.
    }
  }

  /** Call back when another tab of this blog went on with the conversation or erased it. */
  watch(changed: () => void, signal: AbortSignal): void {
    const listen = ({ key }: StorageEvent): void => {
      if (key === this.#key || key === null) changed();
    };
    addEventListener("storage", listen, { signal });
  }
}
