/**
 * A process to be killed: rolls the root key of the directory that it is given, again and again, while it makes keys under it. One line `made subject label` for each key that is
 * durable, one for each step of the roll, before and behind; at the step with the number `halt` it stands still, if that is not 0.
 */
import { writeSync } from "node:fs";
import { systemClock } from "../../../api/core/clock.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { openSqliteKeyStore } from "../../../api/store/sqlite/sqlite-key-store.ts";
import { subjectKeys } from "../../../api/vault/keys.ts";
import { ringOf } from "../../../api/vault/root-files.ts";
import { openRootKeys } from "../../../api/vault/root-keys.ts";

const [directory = "", halt = "0"] = process.argv.slice(2);
const random = systemRandom();
const ring = ringOf(directory, random);
const inner = await openSqliteKeyStore({ file: `${directory}/keys.db` });

let steps = 0;
const step = async (name: string): Promise<void> => {
  steps += 1;
  writeSync(1, `step ${name}\n`);
  if (steps === Number(halt)) await new Promise((resolve) => setTimeout(resolve, 60_000));
};
const WRITES = ["beginRoot", "replaceForms", "retireRoots", "rootGone"] as const;
type Write = (...all: never[]) => Promise<unknown>;
const store = { ...inner };
for (const name of WRITES) {
  const write = inner[name] as Write;
  Object.assign(store, {
    [name]: async (...all: never[]) => {
      await step(`before ${name}`);
      const answer = await write(...all);
      await step(`behind ${name}`);
      return answer;
    },
  });
}

const roots = await openRootKeys({ directory, store, ring, clock: systemClock, random });
const keys = subjectKeys(store, ring.provider, random);
writeSync(1, "ready\n");
void (async () => {
  for (;;) {
    const [subject] = await keys.create(1);
    const name = { subject: subject!, retentionClass: "personal", expiry: "open" } as const;
    const [key] = await keys.sealingKeys([name]);
    writeSync(1, `made ${subject} ${key!.toString("hex")}\n`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
})();
for (;;) {
  await roots.roll();
  writeSync(1, "rolled\n");
}
