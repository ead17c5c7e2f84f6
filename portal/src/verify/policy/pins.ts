/** Policies that the visitor has pinned in this browser: what they trust, whatever a server says later. */
import { FormatError, type Policy, parsePolicy } from "../../../verify/index.ts";

/** As much of `localStorage` as is needed. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Pin {
  readonly id: string;
  /** As the visitor calls it. */
  readonly name: string;
  readonly policy: Policy;
  /** As it was brought. */
  readonly text: string;
}

export interface Pins {
  readonly pins: readonly Pin[];
  /** Which one is used first; null: the firm's own. */
  readonly first: string | null;
}

const KEY = "counterfoil.verify.pins";
const MOST_PINS = 32;
export const MOST_NAME = 60;

export const NO_PINS: Pins = { pins: [], first: null };

/** Null: it is none. */
export function policyOf(source: string | Uint8Array): Policy | null {
  try {
    return parsePolicy(source);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return null;
  }
}

function pinOf(value: unknown): Pin | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, name, text } = value as Record<string, unknown>;
  if (typeof id !== "string" || typeof name !== "string" || typeof text !== "string") return null;
  const policy = policyOf(text);
  return policy === null ? null : { id, name: name.slice(0, MOST_NAME), policy, text };
}

/** What is kept; what cannot be read any more, or not at all (a browser that keeps nothing), is not there. */
export function readPins(shelf: Shelf): Pins {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(KEY) ?? "null");
    if (typeof kept !== "object" || kept === null) return NO_PINS;
    const { pins, first } = kept as { pins?: unknown; first?: unknown };
    const list = (Array.isArray(pins) ? pins : []).slice(0, MOST_PINS).map(pinOf);
    const found = list.filter((pin) => pin !== null);
    return { pins: found, first: found.find(({ id }) => id === first)?.id ?? null };
  } catch {
    return NO_PINS;
  }
}

/** Whether it could be kept. */
export function writePins(shelf: Shelf, { pins, first }: Pins): boolean {
  try {
    const kept = pins.map(({ id, name, text }) => ({ id, name, text }));
    if (kept.length === 0) shelf.removeItem(KEY);
    else shelf.setItem(KEY, JSON.stringify({ pins: kept, first }));
    return true;
  } catch {
    return false;
  }
}

/** One more, used first from now on. The same policy under another name is the same pin. */
export function pinned(pins: Pins, pin: Pin): Pins {
  const others = pins.pins.filter(({ id }) => id !== pin.id);
  return { pins: [...others, pin].slice(-MOST_PINS), first: pin.id };
}

export function unpinned({ pins, first }: Pins, id: string): Pins {
  return { pins: pins.filter((pin) => pin.id !== id), first: first === id ? null : first };
}
