/** An accent as text: moved towards black or white until it can be read on the ground it is on. */

import { type Channels, luminance } from "./colour";

const ENOUGH = 4.6;

/** Return the accent nearest to the given one that has 4.5:1 on a ground. */
export function readableOn(ground: Channels, accent: Channels): string {
  const end = luminance(ground) > 0.179 ? 0 : 1;
  let shade = accent;
  for (let step = 1; contrast(shade, ground) < ENOUGH && step <= 20; step++) {
    shade = accent.map((value) => value + ((end - value) * step) / 20) as unknown as Channels;
  }
  return `rgb(${shade.map((value) => Math.round(value * 255)).join(" ")})`;
}

function contrast(one: Channels, other: Channels): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}
