/** What every part of the panel needs to know of where it stands. */

import type { Client } from "./client";
import type { Words } from "./words.en";

export interface Stage {
  readonly client: Client;
  readonly words: Words;
  readonly language: string;
  /** The language of the articles, for screen readers to pronounce. */
  readonly answerLanguage: string;
  readonly frame: HTMLElement;
  readonly base: string;
  /** Ask as if the reader had typed it. */
  ask(question: string): void;
  /** Tell the page with a DOM event. */
  tell(event: string, detail: Record<string, unknown>): void;
  /** Say something to a screen reader. */
  announce(text: string): void;
  /** True when page and panel can be seen at once. */
  beside(): boolean;
  /** Make way for the page where the panel covers it. */
  stepAside(): Promise<void>;
}
