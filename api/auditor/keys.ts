/**
 * An auditor's two keys. With the first it vouches for what it has replayed; with the second, `<name>/witness`, only for consistency, as every
 * C2SP witness does. No policy lists the second as an auditor's.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { PublicKey } from "../../portal/verify/brands.ts";
import { cosignatureLine, cosignatureMessage } from "../../portal/verify/cosignature.ts";
import { formatSignatureLine, isKeyName, KEY_TYPE_COSIGNATURE } from "../../portal/verify/note.ts";
import { Refusal } from "../core/errors.ts";
import { createDurably } from "../core/files.ts";
import { exists, readPrivate } from "../core/private-files.ts";
import type { Random } from "../core/random.ts";
import type { SettingProblem } from "../core/setting-problems.ts";
import { decodeSigningKey, generateSigningKey, type SigningKey } from "../log/signing-key.ts";
import { type CosignedState, createCosignedFile, fileCosigned, hasCosigned } from "./cosigned.ts";

/** C2SP tlog-cosignature, key type 0x04 (FORMAT §7). */
export interface CosignerSigner {
  readonly name: string;
  readonly publicKey: PublicKey;
  /** What policies and `COUNTERFOIL_AUDITORS` list. */
  readonly vkey: string;
  /**
   * One signature line, its newline included.
   *
   * @param text of the checkpoint, without its signatures
   * @param seconds since 1970
   */
  cosign(text: string, seconds: number): string;
}

export interface AuditorKeys {
  readonly auditor: CosignerSigner;
  readonly witness: CosignerSigner;
}

const FILES = { auditor: "auditor.key", witness: "witness.key" } as const;
/** What was cosigned with each. */
const MEMORIES = { auditor: "cosigned.json", witness: "witnessed.json" } as const;
const NAME_SETTING = "--name";

/**
 * The keys in a directory, which is made where it is missing. Each lies in a file of its own, mode 600, beside what was cosigned with it, and is durable
 * before it is answered.
 *
 * @param name of the auditor's key: needed the first time; afterwards it must be the same one, or `null`
 * @throws Refusal `invalid_setting`
 */
export async function loadOrCreateAuditorKeys(
  directory: string,
  name: string | null,
  random: Random,
): Promise<AuditorKeys> {
  const first = await needsKeys(directory, name);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (first !== null) await begin(directory, first, random);
  const auditor = await load(directory, FILES.auditor);
  if (name !== null && name !== auditor.name) throw refused(NAME_SETTING, "other_name");
  const witness = await load(directory, FILES.witness);
  if (witness.name !== witnessName(auditor.name)) throw refused(FILES.witness, "bad_key");
  return { auditor: cosigner(auditor), witness: cosigner(witness) };
}

/** What the keys in a directory have cosigned. To be opened once by a process, and by one process. */
export function openCosigned(
  directory: string,
): Readonly<Record<keyof AuditorKeys, CosignedState>> {
  const open = (file: string): CosignedState => fileCosigned(join(directory, file), file);
  return { auditor: open(MEMORIES.auditor), witness: open(MEMORIES.witness) };
}

/**
 * The name under which keys are still to be made in a directory; `null` if they are there. Makes nothing, not even the directory.
 * The auditor's key is made last: as long as it is not there, nothing was ever cosigned, unless it was lost.
 *
 * @throws Refusal `invalid_setting`
 */
export async function needsKeys(directory: string, name: string | null): Promise<string | null> {
  if (name !== null && !(isKeyName(name) && isKeyName(witnessName(name)))) {
    throw refused(NAME_SETTING, "bad_name");
  }
  if (await exists(join(directory, FILES.auditor))) return null;
  for (const memory of Object.values(MEMORIES)) {
    const path = join(directory, memory);
    if (!(await exists(path))) continue;
    if (await hasCosigned(path, memory)) throw refused(FILES.auditor, "lost_key");
  }
  if (name === null) throw refused(NAME_SETTING, "needs_name");
  return name;
}

async function begin(directory: string, name: string, random: Random): Promise<void> {
  for (const memory of Object.values(MEMORIES)) {
    const path = join(directory, memory);
    if (!(await exists(path))) await createCosignedFile(path);
  }
  const witness = join(directory, FILES.witness);
  if (!(await exists(witness))) await create(witness, witnessName(name), random);
  await create(join(directory, FILES.auditor), name, random);
}

const witnessName = (name: string): string => `${name}/witness`;

function refused(setting: string, problem: SettingProblem): Refusal {
  return new Refusal("invalid_setting", { setting, problem });
}

async function create(file: string, name: string, random: Random): Promise<void> {
  await createDurably(file, `${generateSigningKey(name, KEY_TYPE_COSIGNATURE, random)}\n`);
}

async function load(directory: string, setting: string): Promise<SigningKey> {
  const file = join(directory, setting);
  if (!(await exists(file))) throw refused(setting, "lost_key");
  const text = await readPrivate(file, setting);
  const key = decodeSigningKey(text.trimEnd(), KEY_TYPE_COSIGNATURE);
  if (key === null) throw refused(setting, "bad_key");
  return key;
}

function cosigner(key: SigningKey): CosignerSigner {
  const { name, publicKey, vkey } = key;
  return {
    name,
    publicKey,
    vkey,
    cosign: (text, seconds) =>
      formatSignatureLine(
        cosignatureLine(key, seconds, key.sign(cosignatureMessage(text, seconds))),
      ),
  };
}
