/** Copies of the root key for escrow: age files (age-encryption.org/v1), each noted among the keys and on the ledger. */
import { join } from "node:path";
import { Decrypter, Encrypter } from "age-encryption";
import { z } from "zod";
import { type Clock, formatTime } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import { readPrivate } from "../core/private-files.ts";
import { systemRandom } from "../core/random.ts";
import { createChanges, OPERATOR } from "../identity/administration.ts";
import { openLineFile, readLineFile } from "../store/line-file.ts";
import { readKeyForms } from "../store/sqlite/key-status.ts";
import { keyRing, type RootKey, readRootKey } from "../vault/key-provider.ts";
import { labelOf } from "../vault/labels.ts";
import { readRootFiles } from "../vault/root-files.ts";
import { accountsFileHere } from "./accounts-file.ts";

/** For whom the copy is: holders of identities, or whoever has a passphrase. */
export type For = { readonly recipients: readonly string[] } | { readonly passphrase: string };

/** What is kept of each copy: nothing of the key itself. */
const copyForm = z.strictObject({
  at: z.number().int(),
  /** SHA-256 of the file, hex. */
  file: z.string(),
  for: z.enum(["recipients", "passphrase"]),
  root: z.string(),
});
export type EscrowCopy = z.infer<typeof copyForm>;

const FORMAT = "counterfoil/escrow/v1";
type Place = Pick<Config, "keysDirectory" | "dataDirectory">;
const listOf = ({ keysDirectory }: Place): string => join(keysDirectory, "escrow");

/** All copies that were ever made, the oldest first. */
export async function escrowCopies(place: Place): Promise<readonly EscrowCopy[]> {
  return ((await readLineFile(listOf(place), FORMAT)) ?? []).map((line) => copyForm.parse(line));
}

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
    const list = await openLineFile(listOf(place), FORMAT);
    // Making it may take a while.
    assertInUse(keysDirectory, root);
    const random = systemRandom();
    list.append({ at: clock.now(), file: hash.toString("hex"), for: kind, root: root.id });
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
