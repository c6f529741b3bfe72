/** What the server sends, as far as the panel shows it. Everything in it is text, never markup. */

export interface Study {
  readonly citation?: string;
  readonly grade?: string;
  readonly doi?: string | null;
  readonly url?: string | null;
}

export interface Citation {
  readonly n: number;
  readonly title: string;
  readonly section?: string | null;
  readonly url?: string | null;
  readonly snippet?: string;
  readonly evidence?: string | null;
  readonly date?: string | null;
  readonly studies?: readonly Study[];
}

export interface Choice {
  readonly label: string;
  readonly message: string;
}

export interface Chip {
  readonly label: string;
  readonly value: string;
  readonly source?: string;
  readonly choices?: readonly Choice[];
}

export interface Intake {
  readonly chips?: readonly Chip[];
  readonly choices?: readonly Choice[];
}

export interface Item {
  readonly name: string;
  readonly sets: number;
  readonly unit?: string;
  readonly reps: readonly number[];
  readonly rir?: number | null;
  readonly rest_seconds?: number | null;
  readonly per_side?: boolean;
  readonly load_kg?: number | null;
}

export interface Session {
  readonly name: string;
  readonly estimated_minutes?: number;
  readonly items?: readonly Item[];
}

export interface Program {
  readonly text?: string;
  readonly weeks?: readonly { readonly sessions?: readonly Session[] }[];
  readonly assumptions?: readonly string[];
  readonly warnings?: readonly string[];
  readonly stop_signs?: readonly string[];
}

export interface Change {
  readonly what: string;
  readonly from?: unknown;
  readonly to?: unknown;
  readonly why?: string;
}

export interface Answer {
  readonly id?: string | null;
  readonly conversation?: string | null;
  readonly status: string;
  readonly referral?: string | null;
  readonly text: string;
  readonly sentences?: readonly { readonly text: string; readonly support?: string }[];
  readonly citations?: readonly Citation[];
  readonly follow_ups?: readonly string[];
  readonly intake?: Intake | null;
  readonly program?: Program | null;
  readonly program_url?: string | null;
  readonly proposal?: { readonly changes?: readonly Change[] } | null;
  readonly notice?: string | null;
  readonly uncovered?: boolean;
}

export interface Turn {
  readonly question: string;
  readonly answer?: Answer | null;
}

export interface Site {
  readonly name?: string | null;
  readonly greeting?: string | null;
  readonly consent?: string | null;
  /** The language of the articles, and so of the answers. */
  readonly language?: string | null;
  readonly accent?: string | null;
  /** Questions that the articles answer well, to start from. */
  readonly examples?: readonly string[] | null;
}

/** Return an address that a link may lead to; anything but the web is dropped. */
export function webAddress(address: unknown, base?: string): string | undefined {
  if (typeof address !== "string" || !address) return undefined;
  try {
    const url = new URL(address, base);
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** Return a list whatever the server sent in its place. */
export function list<T>(value: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}
