/**
 * The vault: plaintext record ⇄ sealed record and commitment. Knows nothing of the log. Every key it uses is durable before
 * it answers, so that no record can ever be stored whose key is lost.
 */

import { asStreamKey, type StreamSecret } from "../../portal/verify/brands.ts";
import { MAX_RECORD_BYTES } from "../../portal/verify/record.ts";
import type { RetentionClass } from "../../portal/verify/subject.ts";
import { Refusal } from "../core/errors.ts";
import { hmacSha256 } from "../core/hash.ts";
import type { JsonValue } from "../core/kind.ts";
import type { Random } from "../core/random.ts";
import type { KeyStore } from "../store/key-store.ts";
import type { RecordRow, SealedRecord } from "../store/store.ts";
import { decrypt, encrypt } from "./aead.ts";
import { type Commitment, commit, disclosuresOf, jcs, recordRootOf } from "./commitment.ts";
import { type Erasing, erasingWith } from "./erasing.ts";
import type { KeyProvider } from "./key-provider.ts";
import { subjectKeys } from "./keys.ts";
import { loadMacs, type Mac } from "./macs.ts";
import { associatedData, parsePlaintext, plaintext, SEED_BYTES } from "./sealed.ts";
import { type KnownSecrets, type StreamSecrets, secretOrNull } from "./secrets.ts";
import { type PlainStanding, type SealedStanding, standingSeals } from "./standings.ts";

/** A complete record, ready to be sealed. */
export interface PlainRecord {
  /** Its kind's name list. */
  readonly names: readonly string[];
  /** JCS of the fields' values, in the order of `names`. */
  readonly values: readonly string[];
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly subject: string;
  readonly stream: string;
  readonly retentionClass: RetentionClass;
  readonly expiry: string;
  readonly contentMac: Uint8Array;
}

export interface SealedWithDisclosures {
  readonly sealed: SealedRecord;
  readonly disclosures: readonly string[];
}

/** A sealed record opened again, its commitment computed anew. */
export interface OpenedRecord {
  readonly record: Readonly<Record<string, JsonValue>>;
  /** Its fields, ascending: the name list it was sealed with. */
  readonly names: readonly string[];
  readonly commitment: Commitment;
}

export interface Vault {
  /** New data subjects, their secrets durable; their identifiers. */
  createSubjects(count: number): Promise<string[]>;
  /** A subject whose secrets are given, which the firm's are: durable when this resolves. Its identifier. */
  registerSubject(secrets: StreamSecrets): Promise<string>;
  /** As far as they are left. @throws Refusal `unknown_subject`, `subject_erased` (nothing is left), `damaged` */
  streamSecrets(subject: string): Promise<KnownSecrets>;
  /**
   * Seals records, in order. An element is a refusal where that record cannot be sealed: `too_large` (over the bound of
   * FORMAT §2), `damaged` or `unknown_subject` (its keys), `subject_erased`; the others are not affected.
   */
  seal(records: readonly PlainRecord[]): Promise<readonly (SealedWithDisclosures | Refusal)[]>;
  /** Opens a stored row. @throws Refusal `damaged` when key, row or box is not what was sealed */
  open(row: RecordRow): Promise<OpenedRecord>;
  /** Seals standings under their subjects' consent keys, in order. @throws Refusal `damaged` (a key) */
  sealStandings(plain: readonly PlainStanding[]): Promise<readonly Buffer[]>;
  /** Opens them again, in order; `null` where key, row or box is not what was sealed. */
  openStandings(rows: readonly SealedStanding[]): Promise<readonly (Buffer | null)[]>;
  readonly mac: Mac;
  /** What an erasure does to keys. */
  readonly erasing: Erasing;
}

export interface VaultOptions {
  readonly store: KeyStore;
  readonly provider: KeyProvider;
  readonly random: Random;
  readonly origin: string;
}

export async function openVault({ store, provider, random, origin }: VaultOptions): Promise<Vault> {
  const keys = subjectKeys(store, provider, random);
  const mac = await loadMacs(store, provider, random);

  function sealOne(plain: PlainRecord, key: Buffer, secret: StreamSecret | null) {
    if (secret === null) return new Refusal("subject_erased", {});
    const { names, values } = plain;
    const seed = random.bytes(SEED_BYTES);
    const bytes = plaintext(seed, names, values);
    if (bytes.length - SEED_BYTES > MAX_RECORD_BYTES) {
      return new Refusal("too_large", { what: "record", limit: MAX_RECORD_BYTES });
    }
    const recordRoot = recordRootOf(disclosuresOf(seed, names, values));
    const { id, kind, version, subject, retentionClass, expiry, contentMac } = plain;
    const box = encrypt(key, bytes, associatedData(origin, plain), random);
    const sealed: SealedRecord = {
      id,
      kind,
      version,
      subject,
      retentionClass,
      expiry,
      contentMac,
      sealed: box,
      recordRoot,
      // FORMAT §5.1; the kernel computes the same, slower.
      streamKey: asStreamKey(hmacSha256(secret, plain.stream)),
    };
    return {
      sealed,
      // Made again for the few who ask: kept, they would be 3 KB a record for the garbage collector to carry along.
      get disclosures() {
        return disclosuresOf(seed, names, values);
      },
    };
  }

  async function sealAll(
    records: readonly PlainRecord[],
  ): Promise<(SealedWithDisclosures | Refusal)[]> {
    const secrets = await keys.secrets(records.map((r) => r.subject));
    const sealing = await keys.sealingKeys(records);
    return records.map((r, i) =>
      sealOne(r, sealing[i]!, secretOrNull(secrets[i]!, r.retentionClass)),
    );
  }

  async function sealAlone(record: PlainRecord): Promise<SealedWithDisclosures | Refusal> {
    try {
      return (await sealAll([record]))[0]!;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  return {
    mac,
    erasing: erasingWith({ store, provider, random, keys }),
    ...standingSeals({ keys, random, origin }),
    createSubjects: (count) => keys.create(count),
    registerSubject: (secrets) => keys.register(secrets),
    async streamSecrets(subject) {
      const [secrets] = await keys.secrets([subject]);
      return secrets!;
    },

    async seal(records) {
      try {
        return await sealAll(records);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // One subject's key is damaged: that must cost nobody else their record.
        const results: (SealedWithDisclosures | Refusal)[] = [];
        for (const record of records) results.push(await sealAlone(record));
        return results;
      }
    },

    async open(row) {
      const key = await keys.existingSealingKey(row);
      if (key === null) throw new Refusal("damaged", { what: "key", index: row.index, id: row.id });
      const bytes = decrypt(key, row.sealed, associatedData(origin, row));
      const opened = bytes === null ? null : parsePlaintext(bytes);
      if (opened === null)
        throw new Refusal("damaged", { what: "record", index: row.index, id: row.id });
      const names = Object.keys(opened.record).sort((a, b) => (a < b ? -1 : 1));
      const values = names.map((name) => jcs(opened.record[name]!));
      return { record: opened.record, names, commitment: commit(opened.seed, names, values) };
    },
  };
}
