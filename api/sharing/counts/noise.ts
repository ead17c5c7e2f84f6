/** What keeps a number from telling of one person: noise that is the same as often as it is asked for, and rounding. Pure. */
import type { Mac } from "../../vault/macs.ts";

/** Whether one person is counted or not makes no answer more than e^ε times as likely (differential privacy); an answer is given once in a period. */
const EPSILON = 0.5;
const ALPHA = Math.exp(-EPSILON);
/** What is told is a multiple of it. */
export const ROUNDED_TO = 10;

/** What one answer is for: another noise for each, and always the same for this one. */
export interface NoiseFor {
  /** Who is counted (asked-before.ts). */
  readonly counted: string;
  /** Which of the periods that are counted in, by its number. */
  readonly period: number;
}

/**
 * Two-sided geometric (discrete Laplace) noise, P(k) ∝ α^|k|, from 32 bytes that are as good as random: P(|k| ≥ n) is 2·αⁿ/(1 + α) for n ≥ 1, and of either sign half of that.
 */
export function noiseFrom(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // 53 bits, as many as a number holds; never 0.
  const uniform = (Number(view.getBigUint64(0) >> 11n) + 0.5) / 2 ** 53;
  const least = (2 * ALPHA) / (1 + ALPHA);
  if (uniform >= least) return 0;
  const size = 1 + Math.floor(Math.log(uniform / least) / Math.log(ALPHA));
  return view.getUint8(8) < 128 ? size : -size;
}

export function noiseOf(mac: Mac, { counted, period }: NoiseFor): number {
  return noiseFrom(mac("counts", counted, String(period)));
}

/**
 * What is told of a number with its noise; `null`: that it is below the threshold. The number without noise decides nothing: who is at the threshold would be told by it.
 */
export function toldOf(counted: number, noise: number, threshold: number): number | null {
  const noised = counted + noise;
  if (noised < threshold) return null;
  return Math.max(threshold, Math.round(noised / ROUNDED_TO) * ROUNDED_TO);
}
