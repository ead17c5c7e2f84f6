/**
 * What an erasure does to keys: its list is journaled under a key of its own, the keys in scope are destroyed, and what is left of the list is sealed to the code of the person's
 * certificate, so that not even who keeps the ledger opens it again.
 */
import { isRefusal, Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import type { Random } from "../core/random.ts";
import { type Erasure, type NewErasure, remainsOf, type SecretRemains } from "../store/erasures.ts";
import type { KeyStore } from "../store/key-store.ts";
import { decrypt, encrypt, KEY_BYTES } from "./aead.ts";
import { type KeyProvider, storeWrapped } from "./key-provider.ts";
import type { SubjectKeys } from "./keys.ts";
import { certificateLabel, listLabel, secretLabel } from "./labels.ts";
import { type BoxKeys, canSealTo, openSealed, sealTo } from "./sealed-box.ts";

/** What an erasure begins with. */
export interface PlainErasure extends Omit<NewErasure, "list" | "certificate"> {
  /** The salted list; `null`: it was lost. */
  readonly list: Uint8Array | null;
  /**
   * `key`: the public key of the code that somebody has (portal/verify/erasure-code.ts), `id`: what it is found by; `key` null where the key store has it from an earlier erasure of the
   * person. `null` as a whole: nobody has a code.
   */
  readonly certificate: { readonly id: Uint8Array; readonly key: Uint8Array | null } | null;
}

export interface Erasing {
  /** Journals it: `KeyStore.beginErasure`. From here on it ends, whatever happens. */
  begin(erasure: PlainErasure): Promise<"begun" | "there" | "overlapping">;
  /** The list of one whose keys are not gone yet; `null`: there is none. @throws Refusal `damaged` */
  list(erasure: Erasure): Promise<Uint8Array | null>;
  /** The list of one whose keys are gone, for who has the code. `null`: there is none, or it is sealed to another one. @param keys that follow from the code */
  sealedList(erasure: Erasure, keys: BoxKeys): Uint8Array | null;
  /**
   * Destroys what is in scope, durably, and in memory. `lastClass`: nothing else is left of the person. `false`: its rows are not gone yet, or its keys are already.
   */
  destroy(id: string, lastClass: boolean): Promise<boolean>;
}

export interface ErasingOptions {
  readonly store: KeyStore;
  readonly provider: KeyProvider;
  readonly random: Random;
  readonly keys: SubjectKeys;
}

const listData = (id: string): Buffer => Buffer.from(`counterfoil/erasure-list/v1\0${id}`, "utf8");
const NOTHING = Buffer.alloc(0);
const damaged = (): Refusal => new Refusal("damaged", { what: "key", index: -1, id: "erasure" });

export function erasingWith({ store, provider, random, keys }: ErasingOptions): Erasing {
  async function openList({ id, list }: Erasure): Promise<Buffer | null> {
    if (list === null) return null;
    const [key] = await provider.unwrap([{ label: listLabel(id), bytes: list.key }]);
    const plain = key ? decrypt(key, list.box, listData(id)) : null;
    if (plain === null) throw damaged();
    return plain;
  }

  async function certificateKey({ certificate }: Erasure): Promise<Buffer | null> {
    if (certificate === null || certificate.wrapped === null) return null;
    const { id, wrapped } = certificate;
    const [key] = await provider.unwrap([{ label: certificateLabel(id), bytes: wrapped }]);
    if (!key) throw damaged();
    return key;
  }

  /** What stays of the secrets that go: their hashes. Of one that does not open nobody knows it any more: nothing of its subject can be proven, whatever stands there. */
  async function remainsIn({ scopes }: Erasure): Promise<SecretRemains[]> {
    const remains: SecretRemains[] = [];
    for (const { subject, secrets: going } of scopes) {
      const [row] = await store.secrets([subject]);
      if (!row) continue;
      const there = going.filter((c) => remainsOf(row.secrets[c]) === null);
      const opened = await provider.unwrap(
        there.map((c) => ({ label: secretLabel(subject, c), bytes: row.secrets[c] })),
      );
      for (const [i, retentionClass] of there.entries())
        remains.push({ subject, retentionClass, hash: sha256(opened[i] ?? NOTHING) });
    }
    return remains;
  }

  /** What cannot be opened is lost, and to some bytes nothing can be sealed: nobody has a certificate then, and that must not keep the keys from going. */
  async function sealed(erasure: Erasure): Promise<Buffer | null> {
    try {
      const [plain, key] = [await openList(erasure), await certificateKey(erasure)];
      return plain && key && canSealTo(key) ? sealTo(key, plain) : null;
    } catch (error) {
      if (!isRefusal(error, "damaged")) throw error;
      return null;
    }
  }

  return {
    async begin({ list, certificate, ...erasure }) {
      const listKey = random.bytes(KEY_BYTES);
      const box =
        list === null ? null : encrypt(listKey, Buffer.from(list), listData(erasure.id), random);
      const wanted = [
        { label: listLabel(erasure.id), bytes: listKey },
        ...(certificate !== null && certificate.key !== null
          ? [{ label: certificateLabel(certificate.id), bytes: certificate.key }]
          : []),
      ];
      return storeWrapped(provider, wanted, ([key, wrapped]) =>
        store.beginErasure({
          ...erasure,
          list: box === null ? null : { key: key!, box },
          certificate: certificate && { id: certificate.id, wrapped: wrapped ?? null },
        }),
      );
    },
    list: openList,
    sealedList: ({ sealedList: box }, code) => (box === null ? null : openSealed(code, box)),
    async destroy(id, lastClass) {
      const erasure = await store.erasure(id);
      if (erasure?.state !== "rows-gone") return false;
      const sealedList = await sealed(erasure);
      const remains = await remainsIn(erasure);
      return (
        store
          .destroyKeys(id, { sealedList, remains, endCertificate: lastClass })
          // Also where the answer was lost: what is in memory may be destroyed already.
          .finally(() => keys.forget(erasure.scopes))
      );
    },
  };
}
