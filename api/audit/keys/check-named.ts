/** Every row of the ledger's own keys: each can be unwrapped under its name, and none is missing. */
import type { KeyProvider } from "../../vault/key-provider.ts";
import { wordOf } from "../finding.ts";
import { bytesOf } from "../row.ts";
import type { AuditScene } from "../scene.ts";
import { pagesOf } from "../tables/pages.ts";
import { NAMED_KEYS } from "./named.ts";

const place = "keys.named_secrets";

/** Names have a zero byte where a point is shown. */
const shown = (name: unknown): string =>
  wordOf(typeof name === "string" ? name.replaceAll("\0", ".") : null);

/** Answers how many there are. */
export async function checkNamedKeys(
  { snapshots, findings }: AuditScene,
  provider: KeyProvider,
): Promise<number> {
  const seen = new Set<unknown>();
  for await (const page of pagesOf(snapshots.keys, "named_secrets")) {
    const opened = await provider.unwrap(
      page.map(([name, wrapped]) => ({
        label: String(name),
        bytes: bytesOf(wrapped) ?? new Uint8Array(0),
      })),
    );
    for (const [i, [name = null]] of page.entries()) {
      seen.add(name);
      if (opened[i]) continue;
      const kind = NAMED_KEYS.includes(String(name)) ? "changed" : "inserted";
      findings.add({ place, key: { name: shown(name) }, kind, cause: "key_wrapped" });
    }
  }
  for (const name of NAMED_KEYS) {
    if (seen.has(name)) continue;
    findings.add({ place, key: { name: shown(name) }, kind: "missing", cause: "key_missing" });
  }
  return seen.size;
}
