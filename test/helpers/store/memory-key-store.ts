/** The key store as maps; see memory-store.ts. */
import { Refusal } from "../../../api/core/errors.ts";
import type { SealingKeyName } from "../../../api/store/key-name.ts";
import type { KeyStore, WrappedSealingKey, WrappedSecrets } from "../../../api/store/key-store.ts";
import { memoryErasures } from "./memory-erasures.ts";
import { memoryRootKeys } from "./memory-root-keys.ts";

const nameOf = (key: SealingKeyName): string =>
  [key.subject, key.retentionClass, key.expiry].join(" ");

export function memoryKeyStore(): KeyStore {
  const secrets = new Map<string, WrappedSecrets>();
  const sealingKeys = new Map<string, WrappedSealingKey>();
  const named = new Map<string, Uint8Array>();

  /** Adds a copy unless there is something; answers a copy of what holds. */
  function put<T>(map: Map<string, T>, name: string, value: T): T {
    if (!map.has(name)) map.set(name, structuredClone(value));
    return structuredClone(map.get(name) as T);
  }
  function get<T>(map: Map<string, T>, name: string): T | null {
    return structuredClone(map.get(name) ?? null);
  }

  const { isClosed, ...erasures } = memoryErasures({
    ...{ secrets, sealingKeys },
    newestRoot: () => newestRoot(),
  });
  const refuse = (): never => {
    throw new Refusal("subject_erased", {});
  };

  const { assertNewest, newestRoot, ...roots } = memoryRootKeys({
    ...{ secrets, sealingKeys, named, erasures },
  });

  return {
    ...erasures,
    ...roots,
    beginErasure: async (erasure) => {
      const { list, certificate } = erasure;
      if ((await erasures.erasure(erasure.id)) !== null) return "there";
      assertNewest([list?.key, certificate?.wrapped].filter((form) => form != null));
      return erasures.beginErasure(erasure);
    },
    addSecrets: async (rows) => {
      if ((await erasures.closedNames(rows.map(({ subject }) => subject))).size > 0) refuse();
      assertNewest(rows.flatMap((row) => Object.values(row.secrets)));
      for (const row of rows) put(secrets, row.subject, row);
    },
    secrets: async (subjects) => subjects.map((subject) => get(secrets, subject)),
    addSealingKeys: async (rows) => {
      if (rows.some(isClosed)) refuse();
      assertNewest(rows.map(({ wrapped }) => wrapped));
      return rows.map((row) => put(sealingKeys, nameOf(row), row));
    },
    sealingKeys: async (names) => names.map((name) => get(sealingKeys, nameOf(name))),
    addNamed: async (name, wrapped) => {
      assertNewest([wrapped]);
      return put(named, name, wrapped);
    },
    named: async (name) => get(named, name),
    close: async () => {},
  };
}
