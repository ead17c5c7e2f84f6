/** A copy of the root key that is made while it is rolled: it is of the key that was read, or there is none. */
import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemClock as clock } from "../../../api/core/clock.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { checkCopy, makeCopy } from "../../../api/start/escrow.ts";
import { escrowCopies } from "../../../api/start/escrow-list.ts";
import { openKeyFiles } from "../../../api/start/key-files.ts";
import { unwind } from "../../../api/start/stored.ts";
import { openAccountsFile } from "../../../api/store/sqlite/accounts.ts";
import { newRootKey } from "../../../api/vault/key-provider.ts";
import { ringOf } from "../../../api/vault/root-files.ts";
import { newPlace } from "../../helpers/store/places.ts";

const random = systemRandom();
let directory: string;
let remove: () => void;
let place: { keysDirectory: string; dataDirectory: string };
beforeEach(async () => {
  ({ directory, remove } = newPlace());
  place = { keysDirectory: directory, dataDirectory: directory };
  write(newRootKey(random));
  const undo: (() => Promise<unknown>)[] = [];
  const keysDirectory = directory;
  await openKeyFiles({ keysDirectory, ring: ringOf(directory, random), clock, random }, undo);
  await unwind(undo);
  openAccountsFile({ file: join(directory, "accounts.db") }).close();
});
afterEach(() => remove());
const write = (text: string, name = "root.key") =>
  writeFileSync(join(directory, name), text, { mode: 0o600 });

it.each([
  ["zeros, being overwritten", () => write("\0".repeat(80))],
  ["another one, being rolled", () => write(newRootKey(random))],
  ["of which the next one wraps", () => write(newRootKey(random), "root.next.key")],
])("is not handed out when the root key is meanwhile %s", async (_, change) => {
  const identity = await generateIdentity();
  const recipients = [await identityToRecipient(identity)];
  const made = makeCopy(place, { recipients }, { clock });
  // It has begun to read, and goes on behind this.
  const changed = setImmediate(change);
  try {
    const { root, bytes } = (await made)!;
    // Or it was done before: then it is of the key that it says.
    expect(await checkCopy(place, bytes, { identities: [identity] })).toMatchObject({ root });
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(busy|invalid_setting)$/) });
    expect(await escrowCopies(place)).toEqual([]);
  } finally {
    clearImmediate(changed);
  }
});

it("is refused of what is no root key", async () => {
  copyFileSync(join(directory, "root.key"), join(directory, "kept"));
  write("\0".repeat(80));
  const asked = makeCopy(place, { passphrase: "correct horse battery" }, { clock });
  await expect(asked).rejects.toMatchObject({ code: "invalid_setting" });
  expect(existsSync(join(directory, "escrow"))).toBe(false);
});
