/**
 * From a plan to the journal: what is carried out is what was seen, and the list has all of it. While the list is made nothing is recorded of the person, so no entry can come in between; when it is
 * journalled, what goes is barred for good.
 */
import { asTreeSize, type SubjectId } from "../../../portal/verify/brands.ts";
import { erasureCodeId } from "../../../portal/verify/erasure-code.ts";
import type { ErasureList, ErasureSecret } from "../../../portal/verify/erasure-list.ts";
import {
  encodeErasureList,
  MAX_ERASURE_ENTRIES,
} from "../../../portal/verify/erasure-list-form.ts";
import { RETENTION_CLASSES, type RetentionClass } from "../../../portal/verify/subject.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { Principal } from "../../core/principal.ts";
import type { Erasure } from "../../store/erasures.ts";
import type { PlainErasure } from "../../vault/erasing.ts";
import { canSealTo } from "../../vault/sealed-box.ts";
import { type KnownSecrets, secretHashOf, secretOrNull } from "../../vault/secrets.ts";
import type { ErasureCause } from "../kinds/erasure.ts";
import { groundTexts } from "../retention/grounds.ts";
import type { ErasureContext } from "./context.ts";
import { entriesOf } from "./entries.ts";
import { type ListInput, makeList } from "./list.ts";
import { assertListable, isNothing, type Looked, lookAt } from "./look.ts";
import { identifiersHash } from "./person.ts";
import type { FreeClass } from "./plan.ts";
import { barScopes } from "./steps.ts";

export interface Wanted {
  /** UUID, lower case: the same again is the same erasure. */
  readonly erasureId: string;
  readonly subject: string;
  /** Of the plan that was seen; `null`: whatever is so now. */
  readonly planHash: string | null;
  readonly goNow: ReadonlySet<FreeClass>;
  readonly cause: ErasureCause;
  /** Of a code that the person has, 32 bytes; `null`: none, or that of before. */
  readonly publicKey: Uint8Array | null;
  /** Statutory records of this person alone whose year is over, who is not erased otherwise. */
  readonly onlyOver?: boolean;
  /** Hash of the identifiers that were the person's when it was decided (person.ts); `null`, left out: whoever they are now. */
  readonly identifiers?: string | null;
  /** Who orders it; `null`: the ledger by itself. */
  readonly order: Pick<Principal, "id" | "role"> | null;
}

/** Classes that stay open, and of what goes keys alone. */
function onlyOver(looked: Looked): Looked {
  const isOver = ({ retentionClass, fate }: Looked["planned"][number]): boolean =>
    retentionClass === "statutory" && fate === "erased";
  const planned = looked.planned.filter(isOver);
  const subjects = [...new Set(planned.map(({ subject }) => subject))];
  const scopes = subjects.map((subject) => ({
    subject,
    keys: planned
      .filter((one) => one.subject === subject)
      .map(({ retentionClass, expiry }) => ({ retentionClass, expiry })),
    closes: [],
  }));
  return { ...looked, planned, scopes };
}

async function look(context: ErasureContext, wanted: Wanted): Promise<Looked> {
  const looked = await lookAt(context, wanted.subject, wanted.goNow);
  if (wanted.planHash !== null && looked.hash !== wanted.planHash)
    throw new Refusal("plan_moved", {});
  if (wanted.identifiers != null && identifiersHash(looked.subjects) !== wanted.identifiers)
    throw new Refusal("erasure_refused", { problem: "joined" });
  const found = wanted.onlyOver ? onlyOver(looked) : looked;
  assertListable(found);
  const nothing = wanted.onlyOver ? found.scopes.length === 0 : isNothing(found);
  if (nothing) throw new Refusal("erasure_refused", { problem: "nothing" });
  return found;
}

/** Of identifiers of whom any are left. */
async function secretsOf(
  { vault }: ErasureContext,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, KnownSecrets>> {
  const found = new Map<string, KnownSecrets>();
  for (const subject of subjects)
    try {
      found.set(subject, await vault.streamSecrets(subject));
    } catch (error) {
      if (!isRefusal(error, "subject_erased")) throw error;
    }
  return found;
}

/** With each secret that is there, so that it can be shown also of streams that are not there that they are not. */
function subjectsOf(secrets: ReadonlyMap<string, KnownSecrets>): ListInput["subjects"] {
  const told = (known: KnownSecrets, one: RetentionClass): ErasureSecret => {
    const secret = secretOrNull(known, one);
    return secret === null ? { hash: secretHashOf(known, one) } : { secret };
  };
  return [...secrets].map(([subject, known]) => ({
    subject: subject as SubjectId,
    secrets: Object.fromEntries(RETENTION_CLASSES.map((one) => [one, told(known, one)])) as Record<
      RetentionClass,
      ErasureSecret
    >,
  }));
}

/** `null`: of the person no entry is left to be listed. */
async function listOf(
  context: ErasureContext,
  wanted: Wanted,
  found: Looked,
): Promise<ErasureList | null> {
  const { store, vault, kinds, ledger, retention, random } = context;
  const size = await store.size();
  const secrets = await secretsOf(context, found.subjects);
  const all = await entriesOf({ store, vault, secrets, kinds }, found.subjects, size);
  const going = new Set(
    found.planned.map((one) => `${one.subject} ${one.retentionClass} ${one.expiry}`),
  );
  const entries = wanted.onlyOver
    ? all.entries.filter((one) => going.has(`${one.subject} ${one.retentionClass} ${one.expiry}`))
    : all.entries;
  if (entries.length === 0) return null;
  if (entries.length > MAX_ERASURE_ENTRIES)
    throw new Refusal("erasure_refused", { problem: "too_many" });
  const stated = await retention.stated();
  return makeList({
    ...{ erasureId: wanted.erasureId, ledgerId: ledger.policy.ledgerId, entries },
    treeSize: asTreeSize(size),
    ...{ planned: found.planned, scopes: found.scopes, random },
    subjects: subjectsOf(secrets),
    textsOf: (ground) => groundTexts(ground, stated),
  });
}

/** Of whom it is, and in which request, stands in the person's own records, and in the journal; here, where it stays for ever, nothing does. */
async function recordOrder(
  { ledger }: ErasureContext,
  { erasureId, cause, order }: Wanted,
): Promise<void> {
  if (order === null) return;
  await ledger.recordAdministration({
    ...{ event: "erasure-ordered", actor: order, outcome: cause },
    target: { type: "erasure", id: erasureId },
  });
}

async function certificateFor(
  { together }: ErasureContext,
  { publicKey }: Wanted,
  subjects: readonly string[],
): Promise<PlainErasure["certificate"]> {
  if (publicKey !== null) return { id: erasureCodeId(publicKey), key: publicKey };
  const before = await together.certificateOf(subjects);
  return before && { id: before.id, key: null };
}

/**
 * Begins an erasure, or finds that it was begun before. When this resolves it will end, whatever happens.
 *
 * @returns how to lift the bar on what goes, once its rows are gone; `null`: it was begun before
 * @throws Refusal `plan_moved`, `erasure_refused`, and those of {@link lookAt}: then nothing has begun
 */
export async function begin(context: ErasureContext, wanted: Wanted): Promise<(() => void) | null> {
  const { store, keyStore, vault, clock } = context;
  const { erasureId, cause, publicKey } = wanted;
  if (publicKey !== null && !canSealTo(publicKey))
    throw new Refusal("erasure_refused", { problem: "certificate" });
  const before = await keyStore.erasure(erasureId);
  if (before !== null) return assertTheirs(context, before, wanted.subject);
  const seen = await look(context, wanted);
  // Nothing has begun yet: whoever writes now may ask again in a moment. Of who reads, a record is kept on where anything stays.
  const closes = seen.scopes.some((scope) => scope.closes.includes("access"))
    ? RETENTION_CLASSES
    : RETENTION_CLASSES.filter((one) => one !== "access");
  const lift = store.bar(
    seen.subjects.map((subject) => ({ subject, keys: [], closes })),
    "barred",
  );
  let bar: (() => void) | null = null;
  try {
    // Once more: what was recorded before the bar may have come since.
    const found = await look(context, wanted);
    if (found.hash !== seen.hash) throw new Refusal("plan_moved", {});
    const list = await listOf(context, wanted, found);
    const scopes = found.scopes.map(({ subject, keys, closes }) => ({
      ...{ subject, keys, secrets: closes },
    }));
    await recordOrder(context, wanted);
    bar = store.bar(barScopes(found.scopes));
    const kept = found.planned.flatMap(({ subject, retentionClass, expiry, kept: stays }) =>
      stays === null ? [] : [{ subject, retentionClass, expiry, ...stays }],
    );
    const outcome = await vault.erasing.begin({
      ...{ id: erasureId, cause, scopes, kept, begunAt: clock.now() },
      list: list && encodeErasureList(list),
      certificate: await certificateFor(context, wanted, found.subjects),
    });
    if (outcome === "begun") return bar;
    bar();
    if (outcome === "overlapping") throw new Refusal("plan_moved", {});
    return null;
  } catch (error) {
    if (bar === null) throw error;
    // What was rejected may have persisted all the same. Where nobody can tell it stays barred.
    const begun = await hasBegun(context, erasureId);
    if (begun === true) return bar;
    if (begun === false) bar();
    throw error;
  } finally {
    lift();
  }
}

/** That what was begun before was begun for this person. @throws Refusal `erasure_refused` (`other_person`) */
async function assertTheirs(
  { together }: ErasureContext,
  { scopes }: Pick<Erasure, "scopes">,
  subject: string,
): Promise<null> {
  const theirs = new Set(await together.of(subject));
  if (scopes.some((one) => theirs.has(one.subject))) return null;
  throw new Refusal("erasure_refused", { problem: "other_person" });
}

async function hasBegun({ keyStore }: ErasureContext, id: string): Promise<boolean | "unknown"> {
  try {
    return (await keyStore.erasure(id)) !== null;
  } catch {
    return "unknown";
  }
}
