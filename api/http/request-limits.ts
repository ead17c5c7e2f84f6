/** How many requests are taken of whom: of each address that is not known to be anybody's, and of each account or key. */
import type { Context } from "hono";
import { Refusal } from "../core/errors.ts";
import { networkOf } from "../core/networks.ts";
import type { Principal } from "../core/principal.ts";

export interface RequestLimits {
  /** A request of nobody that is known, or for what is open. @throws Refusal `too_many_requests` */
  stranger(address: string): void;
  /** A request of somebody who is known, from wherever: who shares their address with strangers is not kept out by these. @throws Refusal `too_many_requests` */
  known(principal: Principal): void;
}

export const NO_LIMITS: RequestLimits = { stranger: () => {}, known: () => {} };

/** So many are remembered of each sort; above, whoever has not come for longest begins anew. */
const MOST = 10_000;
const MINUTE_MS = 60_000;

interface Bucket {
  /** Requests that are left, at `at`. */
  left: number;
  at: number;
}

/**
 * As many requests at once as in a minute, then each as soon as its part of a minute has gone by.
 *
 * @param now milliseconds of a clock that only goes forward
 */
export function requestBuckets(
  perMinute: number,
  now: () => number,
  most = MOST,
): (key: string) => void {
  if (perMinute === 0) return () => {};
  // In the order in which they came last.
  const buckets = new Map<string, Bucket>();
  return (key) => {
    const at = now();
    const before = buckets.get(key) ?? { left: perMinute, at };
    const refilled = before.left + ((at - before.at) * perMinute) / MINUTE_MS;
    const left = Math.min(perMinute, refilled);
    const taken = left >= 1;
    buckets.delete(key);
    buckets.set(key, { left: taken ? left - 1 : left, at });
    if (buckets.size > most) buckets.delete(buckets.keys().next().value!);
    if (taken) return;
    const seconds = Math.max(1, Math.ceil(((1 - left) * MINUTE_MS) / perMinute / 1000));
    throw new Refusal("too_many_requests", { seconds });
  };
}

/** @param settings requests a minute; 0: no limit */
export function requestLimits(
  settings: { readonly perAddress: number; readonly perAccount: number },
  now: () => number,
): RequestLimits {
  const addresses = requestBuckets(settings.perAddress, now);
  const accounts = requestBuckets(settings.perAccount, now);
  return {
    // Whoever has one address of IPv6 has all of its network.
    stranger: (address) => addresses(networkOf(address)),
    known: ({ id }) => accounts(id),
  };
}

/** Of what is open to everybody and takes seconds of work: a page that is read by one person asks twice. */
const DEAR_PER_MINUTE = 12;

/** @param now milliseconds of a clock that only goes forward @param addressOf whoever asks */
export function limitDear(
  now: () => number,
  addressOf: (c: Context) => string,
): (c: Context) => void {
  const take = requestBuckets(DEAR_PER_MINUTE, now);
  return (c) => take(networkOf(addressOf(c)));
}
