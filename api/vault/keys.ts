import { asStreamSecret } from "../../portal/verify/brands.ts";
import { RETENTION_CLASSES, type RetentionClass } from "../../portal/verify/subject.ts";
import { Refusal } from "../core/errors.ts";
import { sha256, sha256Into } from "../core/hash.ts";
import type { Random } from "../core/random.ts";
import { type ErasureScope, remainsOf } from "../store/erasures.ts";
import type { SealingKeyName } from "../store/key-name.ts";
import type { KeyStore } from "../store/key-store.ts";
import { KEY_BYTES } from "./aead.ts";
import { KeyCache } from "./key-cache.ts";
import { type KeyProvider, storeWrapped } from "./key-provider.ts";
import { sealingLabel, secretLabel } from "./labels.ts";
import { GoneSecret, type KnownSecrets, type StreamSecrets } from "./secrets.ts";

const SECRETS_CACHED = 50_000;
/** Some 50 MB: half as many people can be decided in turn without a look into the key store. */
const SEALING_CACHED = 200_000;

/** The identifier that commits to these secrets (FORMAT §5.1). */
export const identify = (secrets: StreamSecrets): string =>
  identifierOf(RETENTION_CLASSES.map((c) => secrets[c]));

const IDENTIFIED = Buffer.from("counterfoil/subject/v1\0", "utf8");
const DIGEST = 32;
const idInput = Buffer.concat([IDENTIFIED, Buffer.alloc(RETENTION_CLASSES.length * DIGEST)]);

/** The same of four secrets in the order of their classes. The kernel's own takes ten times as long; a test holds the two together. */
export function identifierOf(secrets: readonly Uint8Array[]): string {
  if (secrets.length !== RETENTION_CLASSES.length) throw new RangeError("a secret of each class");
  for (const [i, secret] of secrets.entries()) {
    if (secret.length !== KEY_BYTES) throw new RangeError(`a secret has ${KEY_BYTES} bytes`);
    sha256Into(idInput, IDENTIFIED.length + i * DIGEST, secret);
  }
  return sha256(idInput).toString("base64url");
}

const damagedKey = (id: string): Refusal => new Refusal("damaged", { what: "key", index: -1, id });

/** The keys of subjects: made, made durable, found again, kept in memory for a while. */
export interface SubjectKeys {
  /** New subjects with their four stream secrets, durable when this resolves. Answers their identifiers. */
  create(count: number): Promise<string[]>;
  /** A subject whose secrets are known: durable when this resolves. One that is there already stays as it is. */
  register(secrets: StreamSecrets): Promise<string>;
  /** Stream secrets, in order, as far as they are left. Refuses `unknown_subject`, `subject_erased` (nothing is left) or `damaged`. */
  secrets(subjects: readonly string[]): Promise<readonly KnownSecrets[]>;
  /** Sealing keys, in order, made where there was none, durable when this resolves. Refuses `subject_erased` for one that was to be made. */
  sealingKeys(names: readonly SealingKeyName[]): Promise<readonly Buffer[]>;
  /** A sealing key that must exist, or `null`. @throws Refusal `damaged` */
  existingSealingKey(name: SealingKeyName): Promise<Buffer | null>;
  /** The same of many, in order. */
  existingSealingKeys(names: readonly SealingKeyName[]): Promise<readonly ExistingKey[]>;
  /** None of these comes out of memory any more; what is under way meanwhile does not bring it back. To be called when they are destroyed. */
  forget(scopes: readonly ErasureScope[]): void;
}

/** `null`: it is not there. `damaged`: it cannot be unwrapped. */
export type ExistingKey = Buffer | "damaged" | null;

const byClass = <T>(of: (c: RetentionClass, i: number) => T): Record<RetentionClass, T> =>
  Object.fromEntries(RETENTION_CLASSES.map((c, i) => [c, of(c, i)])) as Record<RetentionClass, T>;

/** `cached`: how many subjects' secrets, and how many sealing keys, are kept in memory. A call may ask for more. */
export function subjectKeys(
  store: KeyStore,
  provider: KeyProvider,
  random: Random,
  cached?: number,
): SubjectKeys {
  const secretCache = new KeyCache<KnownSecrets>(cached ?? SECRETS_CACHED);
  const sealingCache = new KeyCache<Buffer>(cached ?? SEALING_CACHED);
  /** How often something was forgotten. What was read before is not kept behind it. */
  let forgotten = 0;

  /** Answers how to keep what is read from now on. */
  function keeping<K>(cache: KeyCache<K>): (name: string, key: K) => void {
    const at = forgotten;
    return (name, key) => {
      if (at === forgotten) cache.set(name, key);
    };
  }

  const draw = (): StreamSecrets => byClass(() => asStreamSecret(random.bytes(KEY_BYTES)));

  /** Identifiers of these secrets' subjects, once they are durable. */
  async function keep(all: readonly StreamSecrets[]): Promise<string[]> {
    const subjects = all.map(identify);
    const keep = keeping(secretCache);
    const plain = all.flatMap((secrets, at) =>
      RETENTION_CLASSES.map((c) => ({ label: secretLabel(subjects[at]!, c), bytes: secrets[c] })),
    );
    await storeWrapped(provider, plain, (wrapped) =>
      store.addSecrets(
        subjects.map((subject, at) => ({
          subject,
          secrets: byClass((_, i) => wrapped[at * RETENTION_CLASSES.length + i]!),
        })),
      ),
    );
    subjects.forEach((subject, at) => {
      keep(subject, all[at]!);
    });
    return subjects;
  }

  /** Why a subject has no secrets. */
  async function missing(subject: string): Promise<Refusal> {
    const isClosed = (await store.closedNames([subject])).has(subject);
    return new Refusal(isClosed ? "subject_erased" : "unknown_subject", {});
  }

  async function loadSecrets(subjects: readonly string[]): Promise<Map<string, KnownSecrets>> {
    const keep = keeping(secretCache);
    const rows = await store.secrets(subjects);
    const at = rows.indexOf(null);
    if (at >= 0) throw await missing(subjects[at]!);
    const whole = rows.filter((row) => row !== null);
    const keys = await provider.unwrap(
      whole.flatMap((row) =>
        RETENTION_CLASSES.map((c) => ({
          label: secretLabel(row.subject, c),
          bytes: row.secrets[c],
        })),
      ),
    );
    const loaded = new Map<string, KnownSecrets>();
    whole.forEach((row, n) => {
      const secrets: KnownSecrets = byClass((c, i) => {
        const hash = remainsOf(row.secrets[c]);
        if (hash !== null) return new GoneSecret(hash);
        const key = keys[n * RETENTION_CLASSES.length + i];
        if (!key) throw damagedKey("stream secret");
        return asStreamSecret(key);
      });
      keep(subjects[n]!, secrets);
      loaded.set(subjects[n]!, secrets);
    });
    return loaded;
  }

  /** By label. */
  async function makeSealingKeys(names: readonly SealingKeyName[]): Promise<Map<string, Buffer>> {
    const keep = keeping(sealingCache);
    const found = await store.sealingKeys(names);
    const missing = names.filter((_, i) => found[i] === null);
    const fresh = missing.map((name) => ({
      label: sealingLabel(name),
      bytes: random.bytes(KEY_BYTES),
    }));
    const added =
      missing.length === 0
        ? []
        : await storeWrapped(provider, fresh, (wrapped) =>
            store.addSealingKeys(missing.map((name, i) => ({ ...name, wrapped: wrapped[i]! }))),
          );
    const all = [...found.filter((row) => row !== null), ...added];
    const keys = await provider.unwrap(
      all.map((row) => ({ label: sealingLabel(row), bytes: row.wrapped })),
    );
    const made = new Map<string, Buffer>();
    all.forEach((row, i) => {
      const key = keys[i];
      if (!key) throw damagedKey("sealing key");
      keep(sealingLabel(row), key);
      made.set(sealingLabel(row), key);
    });
    return made;
  }

  async function existingKeys(names: readonly SealingKeyName[]): Promise<ExistingKey[]> {
    const labels = names.map(sealingLabel);
    const found: (ExistingKey | undefined)[] = labels.map((label) => sealingCache.get(label));
    const missing = [...found.keys()].filter((i) => found[i] === undefined);
    if (missing.length === 0) return found as ExistingKey[];
    const keep = keeping(sealingCache);
    const rows = await store.sealingKeys(missing.map((i) => names[i]!));
    const there = missing.flatMap((i, n) => {
      const row = rows[n] ?? null;
      return row === null ? [] : [{ i, wrapped: { label: labels[i]!, bytes: row.wrapped } }];
    });
    const opened = await provider.unwrap(there.map(({ wrapped }) => wrapped));
    for (const [n, { i }] of there.entries()) {
      const key = opened[n];
      found[i] = key ?? "damaged";
      if (key) keep(labels[i]!, key);
    }
    return found.map((key) => key ?? null);
  }

  return {
    create: (count) => keep(Array.from({ length: count }, draw)),

    async register(secrets) {
      const [subject] = await keep([secrets]);
      return subject!;
    },

    async secrets(subjects) {
      // Held here, not looked up again: the cache may forget any of them while the others are loaded.
      const found = subjects.map((s) => secretCache.get(s));
      const missing = new Set(subjects.filter((_, i) => found[i] === undefined));
      if (missing.size === 0) return found as KnownSecrets[];
      const loaded = await loadSecrets([...missing]);
      return found.map((secrets, i) => (secrets ?? loaded.get(subjects[i]!))!);
    },

    async sealingKeys(names) {
      const labels = names.map(sealingLabel);
      const found = labels.map((label) => sealingCache.get(label));
      const missing = new Map<string, SealingKeyName>();
      found.forEach((key, i) => {
        if (key === undefined) missing.set(labels[i]!, names[i]!);
      });
      if (missing.size === 0) return found as Buffer[];
      const made = await makeSealingKeys([...missing.values()]);
      return found.map((key, i) => (key ?? made.get(labels[i]!))!);
    },

    async existingSealingKey(name) {
      const [key] = await existingKeys([name]);
      if (key === "damaged") throw damagedKey("sealing key");
      return key ?? null;
    },
    existingSealingKeys: existingKeys,

    forget(scopes) {
      forgotten += 1;
      for (const { subject, keys, secrets } of scopes) {
        for (const key of keys) sealingCache.delete(sealingLabel({ subject, ...key }));
        for (const c of secrets)
          sealingCache.deleteBelow(sealingLabel({ subject, retentionClass: c, expiry: "" }));
        if (secrets.length > 0) secretCache.delete(subject);
      }
    },
  };
}
