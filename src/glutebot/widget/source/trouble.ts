/** What went wrong, and what a reader can do about it. */

import type { Words } from "./words.en";

/** A call that gave no answer. */
export class Trouble extends Error {
  constructor(
    /** The HTTP status; 0 when the network failed, -1 when the answer broke off. */
    readonly status: number,
    readonly detail = "",
    /** Seconds until it is worth trying again. */
    readonly wait = 0,
  ) {
    super(detail);
  }
}

/** Read the problem that the server described. */
export async function readTrouble(response: Response): Promise<Trouble> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const detail = [body.detail, body.remedy].filter((part) => typeof part === "string").join(" ");
  return new Trouble(response.status, detail, Number(response.headers.get("Retry-After")) || 0);
}

/** Say it in the reader's language; only what is about the question itself is left as sent. */
export function explain(reason: unknown, words: Words, language: string): string {
  const trouble = reason instanceof Trouble ? reason : new Trouble(500);
  if (trouble.status === 0) return navigator.onLine ? words.unreachable : words.offline;
  if (trouble.status === -1) return words.cut;
  if (trouble.status === 429) return words.limit.replace("{when}", when(trouble.wait, language));
  if (trouble.status === 403) return words.forbidden;
  if (trouble.status === 422 && trouble.detail) return trouble.detail;
  return trouble.status === 503 ? `${words.busy} ${trouble.detail}`.trim() : words.failed;
}

function when(seconds: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  if (seconds >= 5400) return format.format(Math.round(seconds / 3600), "hour");
  if (seconds > 90) return format.format(Math.ceil(seconds / 60), "minute");
  return format.format(Math.ceil(seconds) || 30, "second");
}
