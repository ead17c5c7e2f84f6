/** Policies that the visitor has pinned in this browser: what they trust, whatever a server says later. */
import { FormatError, type Policy, parsePolicy } from "../../../verify/index.ts";
import { policyId } from "./compare.ts";

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
  const { name, text } = value as Record<string, unknown>;
  if (typeof name !== "string" || typeof text !== "string") return null;
  const policy = policyOf(text);
  if (policy === null) return null;
  // By what it says, whatever is written beside it.
  return { id: policyId(policy), name: name.slice(0, MOST_NAME), policy, text };
}

/** What is kept; what cannot be read any more, or not at all (a browser that keeps nothing), is not there. */
export function readPins(shelf: Shelf): Pins {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(KEY) ?? "null");
    if (typeof kept !== "object" || kept === null) return NO_PINS;
    const { pins, first } = kept as { pins?: unknown; first?: unknown };
    const list = (Array.isArray(pins) ? pins : []).slice(0, MOST_PINS).map(pinOf);
    const all = list.filter((pin) => pin !== null);
    const found = [...new Map(all.map((pin) => [pin.id, pin])).values()];
    return { pins: found, first: found.find(({ id }) => id === first)?.id ?? null };
  } catch {
    return NO_PINS;
  }
}

/** Whether it could be kept. */
export function writePins(shelf: Shelf, { pins, first }: Pins): boolean {
  try {
    const kept = pins.map(({ name, text }) => ({ name, text }));
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

/** Whether a policy that was dropped waits for the visitor's word: a pin must not be replaced by the way, nor a file bring along who vouches for it. */
export function needsWord(
  now: {
    /** Of the policy that counts. */
    readonly inUse: string | null;
    readonly isPinned: boolean;
    readonly isWithFiles: boolean;
  },
  brought: Policy,
): boolean {
  return (now.isPinned || now.isWithFiles) && policyId(brought) !== now.inUse;
}
