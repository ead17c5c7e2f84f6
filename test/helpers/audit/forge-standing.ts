/** What somebody writes who has the keys of everybody: a standing that opens as the ledger's own do. */
import { encodeStanding, type Standing } from "../../../api/ledger/standing.ts";
import { openSqliteKeyStore } from "../../../api/store/sqlite/sqlite-key-store.ts";
import { openVault } from "../../../api/vault/vault.ts";
import { seededRandom } from "../ledger.ts";
import { AUDITED_ORIGIN, auditOptions } from "./installation.ts";

/** The key of the row, and what is to be sealed in it. */
export async function forgedStanding(
  directory: string,
  subject: string,
  standing: Standing,
): Promise<{ readonly key: Buffer; readonly sealed: Uint8Array }> {
  const { files, provider } = auditOptions(directory);
  const store = await openSqliteKeyStore({ file: files.keys });
  const random = seededRandom("forger");
  const vault = await openVault({ store, provider, random, origin: AUDITED_ORIGIN });
  const key = vault.mac("standing", subject, standing.stream);
  const [sealed] = await vault.sealStandings([{ key, subject, plain: encodeStanding(standing) }]);
  await store.close();
  return { key, sealed: sealed! };
}
