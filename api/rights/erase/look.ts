/** The plan of a person's erasure as of now: out of what is recorded, held and stated. */
import { MAX_ERASURE_ENTRIES } from "../../../portal/verify/erasure-list-form.ts";
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import { heldClasses } from "../retention/hold-state.ts";
import type { Rules } from "../retention/model.ts";
import { bundlesOf, keyName } from "./bundles.ts";
import type { ErasureContext } from "./context.ts";
import { closedClasses, type Person, wholePerson } from "./person.ts";
import {
  FREE_CLASSES,
  type FreeClass,
  type Planned,
  planOf,
  type Scope,
  scopesOf,
} from "./plan.ts";
import { planHash } from "./plan-hash.ts";

export interface Looked extends Person {
  readonly rules: Rules;
  readonly planned: readonly Planned[];
  readonly scopes: readonly Scope[];
  readonly hash: string;
}

export const yearOf = (at: number): number => new Date(at).getUTCFullYear();

/**
 * @param goNow classes that the rules would keep, and that are to go now
 * @throws Refusal `not_found` (`subject`), `erasure_refused` (`not_a_person`, `held`), `damaged`, `stream_too_long`
 */
export async function lookAt(
  context: ErasureContext,
  subject: string,
  goNow: ReadonlySet<FreeClass> = new Set(),
): Promise<Looked> {
  const { ledger, keyStore, store, retention, clock, together } = context;
  const person = await wholePerson({ ledger, keyStore, erasedWith: together.of }, subject);
  const { subjects } = person;
  const open = subjects.filter((one) => !closedClasses(person, one).has("consent"));
  const held = heldClasses(await retention.readHolds(open));
  if ([...goNow].some((one) => held.has(one)))
    throw new Refusal("erasure_refused", { problem: "held" });
  const rules = await retention.rulesAt(formatTime(clock.now()));
  const kept = new Map((await keyStore.keptOf(subjects)).map((one) => [keyName(one), one]));
  const keys = await keyStore.sealingKeysOf(subjects);
  const planned = planOf({
    bundles: await bundlesOf({ store, keys }, subjects),
    ...{ rules, held, goNow, year: yearOf(clock.now()) },
    earlier: (bundle) => kept.get(keyName(bundle)) ?? null,
  });
  const scopes = scopesOf(planned, subjects, (one) => closedClasses(person, one));
  return { ...person, rules, planned, scopes, hash: planHash({ subjects, planned, goNow }) };
}

/** Whether there is anything to be carried out: a person of whom nothing is recorded can go, one of whom everything stays cannot. */
export const isNothing = ({ planned, scopes }: Pick<Looked, "planned" | "scopes">): boolean =>
  scopes.length === 0 ||
  (planned.length > 0 &&
    scopes.every(({ keys, closes }) => keys.length === 0 && !closes.includes("personal")));

/** Before anything is begun, or promised: whether one list can hold it all. @throws Refusal `erasure_refused` (`too_many`) */
export function assertListable({ planned }: Pick<Looked, "planned">): void {
  let entries = 0;
  for (const { kinds } of planned) for (const one of kinds) entries += one.entries;
  if (entries > MAX_ERASURE_ENTRIES) throw new Refusal("erasure_refused", { problem: "too_many" });
}

/** @throws Refusal `erasure_refused` (`not_free`) */
export function asFree(classes: readonly string[]): ReadonlySet<FreeClass> {
  const free = classes.filter((one): one is FreeClass =>
    (FREE_CLASSES as readonly string[]).includes(one),
  );
  if (free.length !== classes.length) throw new Refusal("erasure_refused", { problem: "not_free" });
  return new Set(free);
}
