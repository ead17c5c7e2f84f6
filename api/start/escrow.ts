/** Copies of the root key for escrow: age files (age-encryption.org/v1), each noted among the keys and on the ledger. */
import { join } from "node:path";
import { Decrypter, Encrypter } from "age-encryption";
import { type Clock, formatTime } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import { readPrivate } from "../core/private-files.ts";
import { systemRandom } from "../core/random.ts";
import { createChanges, OPERATOR } from "../identity/administration.ts";
import { readKeyForms } from "../store/sqlite/key-status.ts";
import { keyRing, type RootKey, readRootKey } from "../vault/key-provider.ts";
import { labelOf } from "../vault/labels.ts";
import { readRootFiles } from "../vault/root-files.ts";
import { accountsFileHere } from "./accounts-file.ts";
import { type EscrowCopy, escrowCopies, openEscrowList } from "./escrow-list.ts";

/** For whom the copy is: holders of identities, or whoever has a passphrase. */
export type For = { readonly recipients: readonly string[] } | { readonly passphrase: string };

type Place = Pick<Config, "keysDirectory" | "dataDirectory">;

export class NotARecipient extends Error {
  readonly recipient: string;

  constructor(recipient: string) {
    super("not a recipient");
    this.name = "NotARecipient";
    this.recipient = recipient;
  }
}

export interface MadeCopy {
  readonly root: string;
  /** The age file. */
  readonly bytes: Uint8Array;
}

/**
 * Makes a copy, notes it, and hands it out: in this order, so that none is anywhere that is not known of. `null`: there is no file of accounts, in which it would be noted for the ledger.
 *
 * @throws Refusal `busy` while the root key is rolled: the copy would be of one that goes; `invalid_setting` where there is none
 * @throws NotARecipient
 */
export async function makeCopy(
  place: Place,
  whom: For,
  { clock }: { readonly clock: Clock },
): Promise<MadeCopy | null> {
  const { keysDirectory } = place;
  const setting = "COUNTERFOIL_KEYS/root.key";
  const text = await readPrivate(join(keysDirectory, "root.key"), setting);
  // Which one it is says the text that is handed out, whatever happens to the file meanwhile.
  const root = readRootKey(text);
  assertInUse(keysDirectory, root);
  if (root === null) throw new Refusal("invalid_setting", { setting, problem: "bad_key" });
  const encrypter = new Encrypter();
  if ("passphrase" in whom) encrypter.setPassphrase(whom.passphrase);
  else for (const recipient of whom.recipients) add(encrypter, recipient);
  const bytes = await encrypter.encrypt(text);
  const file = await accountsFileHere(place, false);
  if (file === null) return null;
  try {
    const kind = "passphrase" in whom ? "passphrase" : "recipients";
    const hash = sha256(bytes);
    const list = await openEscrowList(place);
    // Making it may take a while.
    assertInUse(keysDirectory, root);
    const random = systemRandom();
    list.made({ at: clock.now(), file: hash.toString("hex"), for: kind, root: root.id });
    createChanges({ outbox: file.outbox, clock, random }).change((note) =>
      note({
        ...{ event: "key-exported", actor: OPERATOR, outcome: kind },
        ...{ target: { type: "key", id: `root ${root.id}` }, from: formatTime(clock.now()) },
        hash: hash.toString("base64url"),
        count: "passphrase" in whom ? 1 : whom.recipients.length,
      }),
    );
  } finally {
    file.close();
  }
  return { root: root.id, bytes };
}

/** Hexadecimal digits that name a copy at least: as many as are shown of it. */
export const LEAST_DIGITS = 16;

/**
 * Notes that a copy was destroyed, for the ledger too: what was erased while its root key wrapped is complete only then.
 *
 * @param digits of the file's SHA-256, from the first on
 * @returns the copy; `unknown`: none is named so, or several are; `null`: there is no file of accounts
 */
export async function noteDestroyed(
  place: Place,
  digits: string,
  { clock }: { readonly clock: Clock },
): Promise<EscrowCopy | "unknown" | null> {
  const named = (await escrowCopies(place)).filter((copy) => copy.file.startsWith(digits));
  const [copy] = named;
  if (copy === undefined || named.length > 1 || digits.length < LEAST_DIGITS) return "unknown";
  if (copy.destroyedAt !== null) return copy;
  const accounts = await accountsFileHere(place, false);
  if (accounts === null) return null;
  try {
    const list = await openEscrowList(place);
    createChanges({ outbox: accounts.outbox, clock, random: systemRandom() }).change((note) => {
      note({
        ...{ event: "key-copy-destroyed", actor: OPERATOR, outcome: copy.for },
        ...{ target: { type: "key", id: `root ${copy.root}` }, from: formatTime(clock.now()) },
        hash: Buffer.from(copy.file, "hex").toString("base64url"),
      });
      // Within: what is not noted for the ledger does not count.
      list.destroyed(clock.now(), copy);
    });
  } finally {
    accounts.close();
  }
  return { ...copy, destroyedAt: clock.now() };
}

/** @throws Refusal `busy`: the root key is rolled, or was since this one was read */
function assertInUse(keysDirectory: string, root: RootKey | null): void {
  const { current, next } = readRootFiles(keysDirectory);
  if (next !== null || current?.id !== root?.id) throw new Refusal("busy", {});
}

function add(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new NotARecipient(recipient);
  }
}

/** What a copy is worth. */
export interface CheckedCopy {
  readonly root: string;
  /** Keys of the key store that it opens, of all. */
  readonly opens: number;
  readonly of: number;
}

/** Opened with what of it belongs to; `null`: it does not open so, or holds no root key. */
export async function checkCopy(
  { keysDirectory }: Place,
  bytes: Uint8Array,
  by: { readonly identities: readonly string[] } | { readonly passphrase: string },
): Promise<CheckedCopy | null> {
  const decrypter = new Decrypter();
  let text: string;
  try {
    if ("passphrase" in by) decrypter.addPassphrase(by.passphrase);
    else for (const identity of by.identities) decrypter.addIdentity(identity);
    text = await decrypter.decrypt(bytes, "text");
  } catch {
    // The library has one kind of error for all of it, and its texts may name what was tried.
    return null;
  }
  const root = readRootKey(text);
  if (root === null) return null;
  const { provider } = keyRing([root], systemRandom());
  let [opens, of] = [0, 0];
  for await (const forms of readKeyForms(join(keysDirectory, "keys.db"))) {
    const opened = await provider.unwrap(
      forms.map((form) => ({ label: labelOf(form.place), bytes: form.bytes })),
    );
    of += forms.length;
    opens += opened.filter((key) => key !== null).length;
  }
  return { root: root.id, opens, of };
}
