/**
 * The anchorer's key: one file, `0x` and 64 hex digits, readable by its owner only. It can publish checkpoints and spend the
 * account's gas money; it cannot rewrite what is anchored. The key itself never leaves the closure made here.
 */
import { readFile, stat } from "node:fs/promises";
import { Transaction, type TransactionLike } from "ethers/transaction";
import { Wallet } from "ethers/wallet";
import { Refusal } from "../core/errors.ts";
import { createDurably } from "../core/files.ts";
import type { Random } from "../core/random.ts";

export const WALLET_SETTING = "COUNTERFOIL_ANCHORER_KEY_FILE";

export interface AnchorWallet {
  /** Lower-case 0x-hex. */
  readonly address: string;
  sign(transaction: TransactionLike<string>): { readonly raw: string; readonly hash: string };
}

/** Signs what is no transaction: typed data by its hash. The same kind of file, and as careful with the key. */
export interface DigestSigner {
  /** Lower-case 0x-hex. */
  readonly address: string;
  /** 65 bytes (r, s, v) as 0x-hex over 32 bytes. Whoever calls it knows what they are the hash of. */
  sign(digest: string): string;
}

const KEY = /^0x[0-9a-f]{64}\n?$/;

/** Refuses a file that others may read, and anything but the one spelling. `setting` names the file in the refusal. */
export async function loadWallet(
  file: string,
  setting: string = WALLET_SETTING,
): Promise<AnchorWallet> {
  return walletOf(await readKey(file, setting), setting);
}

/** Refuses as {@link loadWallet}. */
export async function loadDigestSigner(file: string, setting: string): Promise<DigestSigner> {
  const { address, signingKey } = accountOf(await readKey(file, setting), setting);
  return {
    address: address.toLowerCase(),
    sign: (digest) => signingKey.sign(digest).serialized,
  };
}

async function readKey(file: string, setting: string): Promise<string> {
  const text = await readPrivate(file, setting);
  if (!KEY.test(text)) throw badKey(setting);
  return text.slice(0, 66);
}

/**
 * Writes a fresh key; refuses (`EEXIST`) where a file is already. Durable when it resolves: money may be sent to the address.
 */
export async function createWallet(file: string, random: Random): Promise<AnchorWallet> {
  const key = `0x${random.bytes(32).toString("hex")}`;
  const wallet = walletOf(key, WALLET_SETTING);
  await createDurably(file, `${key}\n`);
  return wallet;
}

/** `setting` names the file in a refusal, as for {@link loadWallet}. */
export async function loadOrCreateWallet(
  file: string,
  random: Random,
  setting: string = WALLET_SETTING,
): Promise<AnchorWallet> {
  try {
    return await createWallet(file, random);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return loadWallet(file, setting);
  }
}

async function readPrivate(file: string, setting: string): Promise<string> {
  try {
    const { mode } = await stat(file);
    // Windows has no such bits and reports them all set.
    if (process.platform !== "win32" && (mode & 0o077) !== 0) throw badKey(setting);
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("invalid_setting", { setting, problem: "unreadable_file" });
  }
}

/** ethers names the offending value in its errors, so none of them gets out. */
function accountOf(key: string, setting: string): Wallet {
  try {
    return new Wallet(key);
  } catch {
    throw badKey(setting);
  }
}

function walletOf(key: string, setting: string): AnchorWallet {
  const { address, signingKey } = accountOf(key, setting);
  return {
    address: address.toLowerCase(),
    sign(fields) {
      const transaction = Transaction.from(fields);
      transaction.signature = signingKey.sign(transaction.unsignedHash);
      return { raw: transaction.serialized, hash: transaction.hash as string };
    },
  };
}

function badKey(setting: string): Refusal {
  return new Refusal("invalid_setting", { setting, problem: "bad_key" });
}
