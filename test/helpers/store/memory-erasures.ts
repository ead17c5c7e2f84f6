/** The erasures of the key store in memory; see memory-key-store.ts. */
import {
  type ClosedName,
  ERASURE_STATES,
  type Erasure,
  type ErasureStore,
  type KeptKey,
  type NewErasure,
  remainsForm,
  remainsOf,
} from "../../../api/store/erasures.ts";
import type { SealingKeyName } from "../../../api/store/key-name.ts";
import type { WrappedSealingKey, WrappedSecrets } from "../../../api/store/key-store.ts";
import type { WrappedForm } from "../../../api/store/root-keys.ts";
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";

const nameOf = (key: SealingKeyName): string =>
  [key.subject, key.retentionClass, key.expiry].join(" ");

type Journal = Omit<Erasure, "scopes" | "kept" | "certificate"> & {
  readonly scopes: NewErasure["scopes"];
  readonly certificateId: Uint8Array | null;
};

export interface MemoryKeys {
  readonly secrets: Map<string, WrappedSecrets>;
  readonly sealingKeys: Map<string, WrappedSealingKey>;
  /** Number of the root key that wraps. */
  readonly newestRoot: () => number | null;
}

export function memoryErasures({ secrets, sealingKeys, newestRoot }: MemoryKeys): ErasureStore & {
  isClosed(name: ClosedName): boolean;
  /** What is wrapped in here, with where to put another form. */
  wrapped(): { form: WrappedForm; put(next: Uint8Array): void }[];
} {
  const journal: Journal[] = [];
  const closed = new Map<string, ClosedName>();
  const kept = new Map<string, KeptKey & { readonly erasure: string }>();
  const certificates = new Map<string, { id: Uint8Array; wrapped: Uint8Array | null }>();
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  const closedKey = (name: ClosedName): string => nameOf({ ...name, expiry: name.expiry ?? "" });
  const byName = (a: SealingKeyName, b: SealingKeyName): number => (nameOf(a) < nameOf(b) ? -1 : 1);

  const namesOf = ({ scopes }: Pick<NewErasure, "scopes">): ClosedName[] =>
    scopes.flatMap(({ subject, keys, secrets: classes }) => [
      ...keys.map((key) => ({ subject, ...key })),
      ...classes.map((retentionClass) => ({ subject, retentionClass, expiry: null })),
    ]);
  const isClosed = (name: ClosedName): boolean =>
    closed.has(closedKey(name)) || closed.has(closedKey({ ...name, expiry: null }));

  function whole({ certificateId, ...row }: Journal): Erasure {
    return structuredClone({
      ...row,
      kept: [...kept.values()]
        .filter(({ erasure }) => erasure === row.id)
        .map(({ erasure: _, ...key }) => key)
        .sort(byName),
      certificate: certificateId && (certificates.get(hex(certificateId)) ?? null),
    });
  }
  const stillKept = (): KeptKey[] =>
    [...kept.values()]
      .filter((key) => !isClosed(key))
      .map(({ erasure: _, ...key }) => key)
      .sort(byName);
  const change = (row: Journal, by: Partial<Journal>): void => {
    journal[row.number - 1] = { ...row, ...by };
  };
  const find = (id: string): Journal | undefined => journal.find((row) => row.id === id);

  return {
    isClosed,
    wrapped: () => [
      ...journal.flatMap(({ id, list }) =>
        list === null
          ? []
          : [
              {
                form: { place: { table: "list" as const, erasure: id }, bytes: list.key },
                put: (key: Uint8Array) => change(find(id)!, { list: { ...list, key } }),
              },
            ],
      ),
      ...[...certificates.values()].flatMap((certificate) =>
        certificate.wrapped === null
          ? []
          : [
              {
                form: {
                  place: { table: "certificate" as const, id: certificate.id },
                  bytes: certificate.wrapped,
                },
                put: (next: Uint8Array) => {
                  certificate.wrapped = next;
                },
              },
            ],
      ),
    ],
    async beginErasure(erasure) {
      if (find(erasure.id) !== undefined) return "there";
      const names = namesOf(erasure);
      if (names.some((name) => closed.has(closedKey(name)))) return "overlapping";
      for (const name of names) closed.set(closedKey(name), name);
      for (const key of erasure.kept) kept.set(nameOf(key), { ...key, erasure: erasure.id });
      const { kept: _, certificate, ...row } = structuredClone(erasure);
      if (certificate !== null && !certificates.get(hex(certificate.id))?.wrapped)
        certificates.set(hex(certificate.id), certificate);
      journal.push({
        ...row,
        number: journal.length + 1,
        state: "begun",
        doneAt: null,
        completedAt: null,
        root: null,
        sealedList: null,
        certificateId: certificate?.id ?? null,
      });
      return "begun";
    },
    async moveErasure(id, from, to, at) {
      if (ERASURE_STATES[ERASURE_STATES.indexOf(from) + 1] !== to || to === "keys-gone")
        throw new Error("an erasure goes from one state to the next");
      const row = find(id);
      if (row?.state !== from) return false;
      change(row, { state: to, ...(to === "done" ? { doneAt: at } : {}) });
      return true;
    },
    async destroyKeys(id, { sealedList, remains, endCertificate }) {
      const row = find(id);
      if (row?.state !== "rows-gone") return false;
      for (const { subject, retentionClass, expiry } of namesOf(row)) {
        for (const [name, key] of sealingKeys)
          if (
            key.subject === subject &&
            key.retentionClass === retentionClass &&
            (expiry ?? key.expiry) === key.expiry
          )
            sealingKeys.delete(name);
        const own = secrets.get(subject);
        if (expiry !== null || own === undefined || remainsOf(own.secrets[retentionClass]))
          continue;
        const rest = remains.find(
          (one) => one.subject === subject && one.retentionClass === retentionClass,
        );
        if (rest === undefined) throw new Error("what remains of a secret was not told");
        const left = { ...own.secrets, [retentionClass]: remainsForm(rest.hash) };
        if (RETENTION_CLASSES.every((name) => remainsOf(left[name]))) secrets.delete(subject);
        else secrets.set(subject, { subject, secrets: left });
      }
      const certificate = row.certificateId && certificates.get(hex(row.certificateId));
      if (endCertificate && certificate) certificate.wrapped = null;
      const gone = { state: "keys-gone", list: null, root: newestRoot() } as const;
      change(row, { ...gone, sealedList: structuredClone(sealedList) });
      return true;
    },
    async completeErasure(id, at) {
      const row = find(id);
      if (row?.completedAt === null) change(row, { completedAt: at });
    },
    async dropSealedList(id) {
      const row = find(id);
      if (row !== undefined) change(row, { sealedList: null });
    },
    async erasure(id) {
      const row = find(id);
      return row === undefined ? null : whole(row);
    },
    async erasures({ which, after, limit }) {
      const wanted = journal.filter(({ number, state, completedAt }) => {
        if (number <= after) return false;
        if (which === "all") return true;
        if (which === "unfinished") return state !== "done";
        return completedAt === null && ERASURE_STATES.indexOf(state) >= 3;
      });
      return wanted.slice(0, limit).map(whole);
    },
    erasureCount: async () => journal.length,
    certified: async (id) =>
      journal.filter((row) => row.certificateId && hex(row.certificateId) === hex(id)).map(whole),
    async closedNames(subjects) {
      const all = [...closed.values()].sort((a, b) => (closedKey(a) < closedKey(b) ? -1 : 1));
      const found = new Map<string, ClosedName[]>();
      for (const name of all)
        if (subjects.includes(name.subject))
          found.set(name.subject, [...(found.get(name.subject) ?? []), name]);
      return found;
    },
    keptKeys: async ({ until, after, limit }) =>
      stillKept()
        .filter((key) => after === null || nameOf(key) > nameOf(after))
        .filter((key) => until === null || (key.until !== null && key.until <= until))
        .slice(0, limit),
    keptOf: async (subjects) => stillKept().filter(({ subject }) => subjects.includes(subject)),
    async expiredKeys({ below, after, limit }) {
      const page = [...sealingKeys.values()]
        .map(({ wrapped: _, ...name }) => name)
        .sort(byName)
        .filter((key) => after === null || nameOf(key) > nameOf(after))
        .slice(0, limit);
      const isOver = ({ retentionClass, expiry }: SealingKeyName): boolean =>
        retentionClass === "statutory" && expiry !== "open" && Number(expiry) < below;
      return {
        keys: page.filter(isOver),
        next: page.length < limit ? null : (page.at(-1) ?? null),
      };
    },
    sealingKeysOf: async (subjects) =>
      [...sealingKeys.values()]
        .filter(({ subject }) => subjects.includes(subject))
        .map(({ wrapped: _, ...name }) => name)
        .sort(byName),
  };
}
