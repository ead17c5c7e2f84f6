import type Database from "better-sqlite3";
import { Refusal } from "../../core/errors.ts";
import { attempt } from "../fault.ts";
import { type RowMac, rowMacHolds } from "../row-mac.ts";
import type { Store } from "../store.ts";
import { plain } from "./bytes.ts";
import { counting } from "./counters.ts";

type MetaMethods = Pick<Store, "meta" | "setMeta" | "swapMeta" | "idempotency">;

type MetaRow = [value: string, number: number | null, mac: Uint8Array | null];

/** What rests on nothing but its own row: each is read with its authenticator. */
export function metaMethods(client: Database.Database, rowMac: RowMac): MetaMethods {
  const byKey = client
    .prepare<[string], MetaRow>("SELECT value, number, mac FROM meta WHERE key = ?")
    .raw();
  const insert = client.prepare("INSERT INTO meta (key, value, number, mac) VALUES (?, ?, ?, ?)");
  const update = client.prepare("UPDATE meta SET value = ?, mac = ? WHERE key = ?");
  const begin = counting(client, rowMac);

  interface Held {
    readonly value: string;
    readonly number: number | null;
  }

  function held(key: string): Held | null {
    const row = byKey.get(key);
    if (row === undefined) return null;
    const [value, number, mac] = row;
    if (rowMacHolds(rowMac, "meta", [key, value, number], mac)) return { value, number };
    throw new Refusal("damaged", { what: "meta", index: -1, id: key });
  }

  function add(key: string, value: string): void {
    const count = begin();
    const number = count.next("meta");
    insert.run(key, value, number, rowMac("meta", [key, value, number]));
    count.write();
  }

  const set = client.transaction((key: string, value: string): string => {
    const there = held(key);
    if (there === null) add(key, value);
    return there?.value ?? value;
  });

  const swap = client.transaction((key: string, expected: string | null, value: string) => {
    const there = held(key);
    if ((there?.value ?? null) !== expected) return false;
    if (there === null) add(key, value);
    else update.run(value, rowMac("meta", [key, value, there.number]), key);
    return true;
  });

  return {
    meta: async (key) => attempt("meta", () => held(key)?.value ?? null),
    setMeta: async (key, value) => attempt("setMeta", () => set.immediate(key, value)),
    swapMeta: async (key, expected, value) =>
      attempt("swapMeta", () => swap.immediate(key, expected, value)),
    idempotency: markReader(client, rowMac),
  };
}

type MarkRow = [
  bodyMac: Uint8Array,
  outcome: string,
  id: string,
  version: number,
  recordedAt: number,
  number: number | null,
  mac: Uint8Array | null,
];

function markReader(client: Database.Database, rowMac: RowMac): Store["idempotency"] {
  const read = client
    .prepare<[Uint8Array], MarkRow>(
      `SELECT body_mac, outcome, id, version, recorded_at, number, mac
       FROM idempotency WHERE key_mac = ?`,
    )
    .raw();
  return async (keyMac) =>
    attempt("idempotency", () => {
      const row = read.get(keyMac);
      if (row === undefined) return null;
      const [bodyMac, outcome, id, version, recordedAt, number, mac] = row;
      const columns = [keyMac, bodyMac, outcome, id, version, recordedAt, number];
      if (!rowMacHolds(rowMac, "idempotency", columns, mac)) {
        throw new Refusal("damaged", { what: "idempotency", index: number ?? -1 });
      }
      return { bodyMac: plain(bodyMac), outcome, id, version };
    });
}
