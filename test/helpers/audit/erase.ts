/** Erases somebody from an installation by the steps in their order (docs/ARCHITECTURE.md, "The life of an erasure"), each by itself, so that a test can stop between any two. */
import { v4 as uuidv4 } from "uuid";
import { Refusal } from "../../../api/core/errors.ts";
import { sha256 } from "../../../api/core/hash.ts";
import { canonicalFields } from "../../../api/ledger/draft.ts";
import { erasure } from "../../../api/rights/kinds/erasure.ts";
import type { ErasureState, NewErasure } from "../../../api/store/erasures.ts";
import type { RowScope } from "../../../api/store/row-erasure.ts";
import { secretLabel } from "../../../api/vault/labels.ts";
import type { RetentionClass } from "../../../portal/verify/subject.ts";
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";
import type { Writing } from "./installation.ts";

export interface Erasing {
  readonly id: string;
  readonly scope: RowScope;
  /** Indexes of the entries that are erased. */
  readonly entries: readonly number[];
  /** Classes whose secret goes. */
  readonly secrets: readonly RetentionClass[];
}

export interface Erase {
  readonly classes: readonly RetentionClass[];
  /** Only of this year, and nothing is closed but that. */
  readonly year?: string;
}

/** What of a subject there is to erase. */
export async function planned(
  { store, keyStore, random }: Writing,
  subject: string,
  { classes, year }: Erase,
): Promise<Erasing> {
  const rows = await store.timeline({ subject, kinds: null, below: 1e9, limit: 1e6 });
  const keys = (await keyStore.sealingKeysOf([subject])).filter(
    ({ retentionClass, expiry }) =>
      classes.includes(retentionClass) && (year === undefined || expiry === year),
  );
  const closes = year === undefined ? classes : [];
  const isGone = (row: (typeof rows)[number]): boolean =>
    keys.some((key) => key.retentionClass === row.retentionClass && key.expiry === row.expiry);
  return {
    id: uuidv4({ random: random.bytes(16) }),
    scope: {
      subject,
      keys: keys.map(({ retentionClass, expiry }) => ({ retentionClass, expiry })),
      closes,
    },
    entries: rows.filter(isGone).map(({ index }) => index),
    secrets: closes,
  };
}

/** The steps in their order: a test takes as many as it wants. */
export const ERASE_STEPS = ["begin", "declare", "rows", "keys", "copies", "end"] as const;
export type EraseStep = (typeof ERASE_STEPS)[number];

export async function take(
  writing: Writing,
  { id, scope, entries, secrets }: Erasing,
  step: EraseStep,
): Promise<void> {
  const { store, keyStore, ledger, clock } = writing;
  switch (step) {
    case "begin": {
      const { subject, keys } = scope;
      const begun: NewErasure = {
        ...{ id, cause: "request", scopes: [{ subject, keys, secrets }], kept: [] },
        ...{ begunAt: clock.now(), list: null, certificate: null },
      };
      await keyStore.beginErasure(begun);
      return;
    }
    case "declare": {
      const root = sha256(id).toString("base64url");
      const body = erasure.parseBody({
        ...{ erasureId: id, count: entries.length, kept: 0, root, cause: "request" },
        treeSize: await store.size(),
      });
      if (!body.ok) throw new Error(JSON.stringify(body.problems));
      const draft = {
        ...{ kind: erasure, subject: ledger.firm, source: "ledger", body: body.body },
        occurredAt: new Date(clock.now()).toISOString(),
        canonical: canonicalFields(body.body),
      };
      // Said again after a crash it is found: it differs by the size of the log alone.
      const [outcome] = await ledger.append([
        { events: [{ draft }], idempotency: `erasure ${id}` },
      ]);
      if (outcome instanceof Refusal && outcome.code !== "idempotency_conflict") throw outcome;
      await keyStore.moveErasure(id, "begun", "declared", clock.now());
      return;
    }
    case "rows":
      await store.erase([scope], entries);
      await keyStore.moveErasure(id, "declared", "rows-gone", clock.now());
      return;
    case "keys":
      await keyStore.destroyKeys(id, {
        sealedList: null,
        remains: await remainsOf(writing, scope.subject, secrets),
        endCertificate: false,
      });
      return;
    case "copies":
      await keyStore.moveErasure(id, "keys-gone", "copies-gone", clock.now());
      return;
    case "end":
      await store.scrub();
      await keyStore.moveErasure(id, "copies-gone", "done", clock.now());
  }
}

async function remainsOf(
  { keyStore, provider }: Writing,
  subject: string,
  secrets: readonly RetentionClass[],
) {
  const [row = null] = await keyStore.secrets([subject]);
  if (row === null) return [];
  const opened = await provider.unwrap(
    secrets.map((one) => ({ label: secretLabel(subject, one), bytes: row.secrets[one] })),
  );
  return secrets.flatMap((retentionClass, i) => {
    const secret = opened[i];
    return secret ? [{ subject, retentionClass, hash: sha256(secret) }] : [];
  });
}

/** From where the journal says that it is, to the end. */
export async function goOn(writing: Writing, erasing: Erasing): Promise<void> {
  for (;;) {
    const known = await writing.keyStore.erasure(erasing.id);
    const step = known === null ? "begin" : NEXT[known.state];
    if (step === null) return;
    await take(writing, erasing, step);
  }
}

const NEXT: Readonly<Record<ErasureState, EraseStep | null>> = {
  begun: "declare",
  declared: "rows",
  "rows-gone": "keys",
  "keys-gone": "copies",
  "copies-gone": "end",
  done: null,
};

/** All of it. */
export async function eraseWhole(
  writing: Writing,
  subject: string,
  erase: Erase = { classes: RETENTION_CLASSES },
): Promise<Erasing> {
  const erasing = await planned(writing, subject, erase);
  for (const step of ERASE_STEPS) await take(writing, erasing, step);
  return erasing;
}
