/** Rolling the root key: every key of the key store is wrapped under a new one, durably, beside the bare cryptography of it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../api/core/clock.ts";
import { systemRandom } from "../api/core/random.ts";
import { openSqliteKeyStore } from "../api/store/sqlite/sqlite-key-store.ts";
import { newRootKey } from "../api/vault/key-provider.ts";
import { subjectKeys } from "../api/vault/keys.ts";
import { ringOf } from "../api/vault/root-files.ts";
import { openRootKeys } from "../api/vault/root-keys.ts";
import { stopwatch } from "./work/stopwatch.ts";
import type { Section } from "./work/table.ts";

const GROUP = 1_000;

/** So many sealing keys, a fifth as many subjects, with four stream secrets each. */
export async function benchRoll(keys: number): Promise<Section> {
  const directory = mkdtempSync(join(tmpdir(), "counterfoil-bench-"));
  const random = systemRandom();
  writeFileSync(join(directory, "root.key"), newRootKey(random), { mode: 0o600 });
  const store = await openSqliteKeyStore({ file: join(directory, "keys.db") });
  try {
    const ring = ringOf(directory, random);
    const roots = await openRootKeys({ directory, store, ring, clock: systemClock, random });
    const own = subjectKeys(store, ring.provider, random);
    const years = [2031, 2032, 2033, 2034, 2035].map(String);
    for (let made = 0; made < keys; made += GROUP * years.length) {
      const subjects = await own.create(GROUP);
      await own.sealingKeys(
        subjects.flatMap((subject) =>
          years.map((expiry) => ({ subject, retentionClass: "statutory" as const, expiry })),
        ),
      );
    }
    let longest = 0;
    let last = performance.now();
    const rolling = stopwatch();
    await rolling.time(() =>
      roots.roll(() => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
      }),
    );
    const forms = keys + (keys / years.length) * 4;
    const named = Array.from({ length: 10_000 }, (_, i) => ({
      ...{ label: `sealing\0${i}`, bytes: random.bytes(32) },
    }));
    const bare = stopwatch();
    await bare.time(async () => {
      const wrapped = await ring.provider.wrap(named);
      await ring.provider.unwrap(wrapped.map((bytes, i) => ({ ...named[i]!, bytes })));
    });
    return {
      title: `Rolling the root key over ${forms.toLocaleString("en")} wrapped keys`,
      note: "Durably, a page at a time; the server goes on in between. Beside it the same keys wrapped and unwrapped in memory. Milliseconds.",
      rows: [
        { what: "the whole roll", milliseconds: rolling.took().wall },
        { what: "its longest step, in which nothing else is done", milliseconds: longest },
        {
          what: "wrapping and unwrapping alone",
          milliseconds: bare.took().wall * (forms / named.length),
        },
      ],
    };
  } finally {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
