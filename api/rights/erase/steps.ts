/**
 * The steps of an erasure that has begun, each from one state of the journal to the next. Each may be taken again after a crash: what is done already is found done. Whoever takes them is run.ts.
 */

import type { ErasureList } from "../../../portal/verify/erasure-list.ts";
import { parseErasureList } from "../../../portal/verify/erasure-list-form.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";
import { isRefusal } from "../../core/errors.ts";
import type { Erasure, ErasureState } from "../../store/erasures.ts";
import type { RowScope } from "../../store/row-erasure.ts";
import type { ErasureContext } from "./context.ts";
import { declareListed, declareUnlisted } from "./declare.ts";

export const rowScopes = ({ scopes }: Pick<Erasure, "scopes">): readonly RowScope[] =>
  scopes.map(({ subject, keys, secrets }) => ({ subject, keys, closes: secrets }));

/** What is barred until the rows are gone and say it themselves: of whoever is erased all but who reads them, so that nothing is written between list and erasure. */
export const barScopes = (scopes: readonly RowScope[]): readonly RowScope[] =>
  scopes.map((scope) => {
    if (!scope.closes.includes("personal")) return scope;
    const closes = RETENTION_CLASSES.filter(
      (one) => one !== "access" || scope.closes.includes(one),
    );
    return { ...scope, closes };
  });

const subjectsOf = ({ scopes }: Pick<Erasure, "scopes">): readonly string[] =>
  scopes.map(({ subject }) => subject);

/** `null`: it was lost with an older key store, or cannot be read. Then nobody has a certificate of it, and that must not keep it from ending. */
async function listOf({ vault }: ErasureContext, erasure: Erasure): Promise<ErasureList | null> {
  try {
    const bytes = await vault.erasing.list(erasure);
    return bytes === null ? null : parseErasureList(bytes);
  } catch (error) {
    if (error instanceof FormatError || isRefusal(error, "damaged")) return null;
    throw error;
  }
}

/** Puts the declaration into the log, where nothing is destroyed yet. */
async function declareIt(context: ErasureContext, erasure: Erasure): Promise<boolean> {
  // Said again: whoever began it may have failed behind the journal, before it stood in the list of the erased.
  await context.keyStore.beginErasure(erasure);
  const list = await listOf(context, erasure);
  return list === null ? declareUnlisted(context, erasure) : declareListed(context, erasure, list);
}

/** Partners are told by what is still there of the person; then it goes. */
async function eraseRows(context: ErasureContext, erasure: Erasure): Promise<boolean> {
  await context.told();
  const listed = (await listOf(context, erasure))?.entries ?? [];
  const erased = listed.filter(({ fate }) => fate === "erased").map(({ index }) => Number(index));
  await context.store.erase(rowScopes(erasure), erased);
  return true;
}

async function destroyKeys(context: ErasureContext, erasure: Erasure): Promise<boolean> {
  await context.vault.erasing.destroy(erasure.id, await isLast(context, erasure));
  return true;
}

/** Whether nothing is left once this is gone: of the person, nor of anybody else who has named the same key for their certificates. */
async function isLast({ keyStore, together }: ErasureContext, erasure: Erasure): Promise<boolean> {
  const { certificate } = erasure;
  const sharing = certificate === null ? [erasure] : await keyStore.certified(certificate.id);
  const subjects = new Set<string>();
  for (const one of sharing.flatMap(subjectsOf))
    for (const other of await together.of(one)) subjects.add(other);
  const closed = await keyStore.closedNames([...subjects]);
  // All that it named had been closed by another one: that one says what is left.
  if (subjects.size === 0) return false;
  return [...subjects].every((subject) => {
    const over = closed.get(subject)?.filter(({ expiry }) => expiry === null) ?? [];
    return RETENTION_CLASSES.every((one) =>
      over.some(({ retentionClass }) => retentionClass === one),
    );
  });
}

/** Whom it takes away. Of who is a customer still, statutory records of a year that is over have gone, and nothing else. */
export const peopleOf = ({ scopes }: Pick<Erasure, "scopes">): readonly string[] =>
  scopes.filter(({ secrets }) => secrets.length > 0).map(({ subject }) => subject);

async function eraseCopies({ copies }: ErasureContext, erasure: Erasure): Promise<boolean> {
  for (const copy of copies) await copy.erase(peopleOf(erasure));
  return true;
}

/** Every file, until nothing that was deleted lies in any. */
async function scrub({ store, keyStore, copies }: ErasureContext): Promise<boolean> {
  const scrubbed = [await store.scrub(), await keyStore.scrub()];
  for (const copy of copies) scrubbed.push(await copy.scrub());
  return scrubbed.every(Boolean);
}

interface Step {
  readonly to: ErasureState;
  /** `false`: it cannot be done now, and is to be tried again. */
  readonly take: (context: ErasureContext, erasure: Erasure) => Promise<boolean>;
}

/** By the state that it starts from. */
export const STEPS: Readonly<Record<Exclude<ErasureState, "done">, Step>> = {
  begun: { to: "declared", take: declareIt },
  declared: { to: "rows-gone", take: eraseRows },
  "rows-gone": { to: "keys-gone", take: destroyKeys },
  "keys-gone": { to: "copies-gone", take: eraseCopies },
  "copies-gone": { to: "done", take: scrub },
};
