/** Colours that stay readable whatever accent a blogger picks. */

export type Channels = readonly [number, number, number];

/** Return red, green and blue from 0 to 1 of any CSS colour, or nothing when it is none. */
export function readColour(probe: HTMLElement, colour: string): Channels | undefined {
  probe.style.color = "";
  probe.style.color = `color-mix(in srgb,${colour},${colour})`;
  const numbers = probe.style.color && getComputedStyle(probe).color.match(/[\d.]+(e-\d+)?/g);
  probe.style.color = "";
  return numbers && numbers.length > 2
    ? [+numbers[0]!, +numbers[1]!, +numbers[2]!]
    : undefined;
}

/** Return the relative luminance, as WCAG defines it. */
export function luminance([red, green, blue]: Channels): number {
  const [r, g, b] = [red, green, blue].map((value) =>
    value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92,
  );
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

