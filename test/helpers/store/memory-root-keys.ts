/** The root keys of the key store in memory; see memory-key-store.ts. */
import { remainsOf } from "../../../api/store/erasures.ts";
import type { WrappedSealingKey, WrappedSecrets } from "../../../api/store/key-store.ts";
import {
  type RootKeyRow,
  type RootKeyStore,
  RootMoved,
  rootIdOf,
  type WrappedForm,
} from "../../../api/store/root-keys.ts";
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";
import type { memoryErasures } from "./memory-erasures.ts";

interface Held {
  readonly form: WrappedForm;
  put(next: Uint8Array): void;
}

export interface MemoryForms {
  readonly secrets: Map<string, WrappedSecrets>;
  readonly sealingKeys: Map<string, WrappedSealingKey>;
  readonly named: Map<string, Uint8Array>;
  readonly erasures: Pick<ReturnType<typeof memoryErasures>, "wrapped">;
}

export function memoryRootKeys({ secrets, sealingKeys, named, erasures }: MemoryForms) {
  const rows: RootKeyRow[] = [];
  const change = (id: string, by: Partial<RootKeyRow>): void => {
    const at = rows.findIndex((row) => row.id === id);
    if (at >= 0) rows[at] = { ...rows[at]!, ...by };
  };

  const held = (): Held[] => [
    ...[...named].map(([name, bytes]) => ({
      form: { place: { table: "named" as const, name }, bytes },
      put: (next: Uint8Array) => void named.set(name, next),
    })),
    ...[...secrets.values()].flatMap(({ subject, secrets: own }) =>
      RETENTION_CLASSES.filter((c) => remainsOf(own[c]) === null).map((c) => ({
        form: { place: { table: "secrets" as const, subject, retentionClass: c }, bytes: own[c] },
        put: (next: Uint8Array) => {
          const now = secrets.get(subject)!.secrets;
          secrets.set(subject, { subject, secrets: { ...now, [c]: next } });
        },
      })),
    ),
    ...[...sealingKeys].map(([at, { wrapped, ...name }]) => ({
      form: { place: { table: "sealing" as const, ...name }, bytes: wrapped },
      put: (next: Uint8Array) => void sealingKeys.set(at, { ...name, wrapped: next }),
    })),
    ...erasures.wrapped(),
  ];

  const store: RootKeyStore & { scrub(): Promise<boolean> } = {
    async beginRoot(id, begunAt) {
      if (rows.some((row) => row.id === id)) return;
      rows.push({ number: rows.length + 1, id, begunAt, retiredAt: null, goneAt: null });
    },
    roots: async () => structuredClone(rows),
    async forms(after, limit) {
      const from = after === null ? 0 : Number(after.after[0]);
      const forms = held()
        .slice(from, from + limit)
        .map(({ form }) => structuredClone(form));
      const next = { table: "named" as const, after: [String(from + limit)] };
      return { forms, next: forms.length < limit ? null : next };
    },
    async replaceForms(forms) {
      for (const { place, bytes, next } of forms) {
        const same = (one: Held): boolean =>
          JSON.stringify(one.form.place) === JSON.stringify(place) &&
          Buffer.compare(one.form.bytes, bytes) === 0;
        held().find(same)?.put(structuredClone(next));
      }
    },
    async retireRoots(at) {
      for (const { id, retiredAt } of rows.slice(0, -1))
        if (retiredAt === null) change(id, { retiredAt: at });
      return true;
    },
    async rootGone(id, at) {
      if (rows.find((row) => row.id === id)?.goneAt === null) change(id, { goneAt: at });
    },
    scrub: async () => true,
  };
  return {
    ...store,
    newestRoot: () => rows.at(-1)?.number ?? null,
    assertNewest(forms: readonly Uint8Array[]): void {
      const newest = rows.at(-1)?.id;
      if (newest !== undefined && forms.some((form) => rootIdOf(form) !== newest))
        throw new RootMoved();
    },
  };
}
