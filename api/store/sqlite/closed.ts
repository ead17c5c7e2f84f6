/**
 * What is closed, for good or for the time being: what takes no record any more. As long as nothing is, asking costs nothing.
 */
import type Database from "better-sqlite3";
import type { RetentionClass } from "../../../portal/verify/subject.ts";
import { Refusal } from "../../core/errors.ts";
import type { BarAnswer, RowScope } from "../row-erasure.ts";
import { type RowMac, rowMacHolds } from "../row-mac.ts";
import type { Unit } from "../store.ts";
import type { Count } from "./counters.ts";
import { nextIndex } from "./entry-rows.ts";

const NONE: ReadonlySet<RetentionClass> = new Set();

/** In the place of an expiry: the whole class. */
const ALL = "";

export interface ClosedScopes {
  /** Whether something of the unit belongs to what is closed or barred, or it marks a record that is not there; `null`: nothing. */
  concerns(unit: Unit): BarAnswer | null;
  /** See {@link RowErasure.bar}. */
  bar(scopes: readonly RowScope[], answer?: BarAnswer): () => void;
  /** For good, within a transaction; what is closed already stays so. */
  close(scope: RowScope, count: Count): void;
  /** The classes of a subject that are closed as a whole, for good. */
  classesOf(subject: string): ReadonlySet<RetentionClass>;
}

const strictest = (all: readonly (BarAnswer | null)[]): BarAnswer | null =>
  all.includes("erased") ? "erased" : all.includes("barred") ? "barred" : null;

type ClosedRow = [retentionClass: RetentionClass, expiry: string, size: number, mac: Uint8Array];

export function closedScopes(client: Database.Database, rowMac: RowMac): ClosedScopes {
  const any = client.prepare<[], number>("SELECT EXISTS (SELECT 1 FROM closed)").pluck();
  const ofSubject = client
    .prepare<[string], ClosedRow>(
      "SELECT retention_class, expiry, size, mac FROM closed WHERE subject = ?",
    )
    .raw();
  const insert = client.prepare(
    "INSERT INTO closed (subject, retention_class, expiry, size, mac) VALUES (?, ?, ?, ?, ?)",
  );
  const nextFree = nextIndex(client);
  const recordOf = client.prepare("SELECT 1 FROM records WHERE id = ?").pluck();
  // Rows only ever come, so it never turns back. This process alone writes them.
  let isAny = any.get() === 1;
  const barred = new Map<symbol, { names: ReadonlySet<string>; answer: BarAnswer }>();

  const nameOf = (subject: string, retentionClass: string, expiry: string): string =>
    `${retentionClass} ${expiry} ${subject}`;

  function rowsOf(subject: string): [retentionClass: RetentionClass, expiry: string][] {
    return ofSubject.all(subject).map(([retentionClass, expiry, size, mac]) => {
      // That nothing is written of somebody, nothing but this row says.
      if (!rowMacHolds(rowMac, "closed", [subject, retentionClass, expiry, size], mac)) {
        throw new Refusal("damaged", { what: "subject", index: -1, id: "closed" });
      }
      return [retentionClass, expiry];
    });
  }

  function namesOf({ subject, keys, closes }: RowScope): string[] {
    return [
      ...closes.map((one) => nameOf(subject, one, ALL)),
      ...keys.map(({ retentionClass, expiry }) => nameOf(subject, retentionClass, expiry)),
    ];
  }

  /** Asks once for each subject. */
  function asking(): (subject: string, retentionClass: string, expiry: string) => BarAnswer | null {
    const known = new Map<string, ReadonlySet<string>>();
    return (subject, retentionClass, expiry) => {
      const names = [nameOf(subject, retentionClass, ALL), nameOf(subject, retentionClass, expiry)];
      let rows = known.get(subject);
      if (rows === undefined) {
        rows = new Set(rowsOf(subject).map(([one, until]) => nameOf(subject, one, until)));
        known.set(subject, rows);
      }
      if (names.some((name) => rows.has(name))) return "erased";
      return strictest(
        [...barred.values()].map(({ names: all, answer }) =>
          names.some((name) => all.has(name)) ? answer : null,
        ),
      );
    };
  }

  return {
    concerns({ records, standings, idempotency }) {
      if (!isAny && barred.size === 0) return null;
      const answerTo = asking();
      const isGone =
        records.length === 0 && idempotency !== null && recordOf.get(idempotency.id) === undefined;
      return strictest([
        ...records.map((r) => answerTo(r.subject, r.retentionClass, r.expiry)),
        ...standings.map(({ subject }) => answerTo(subject, "consent", ALL)),
        isGone ? "erased" : null,
      ]);
    },
    bar(scopes, answer = "erased") {
      const bar = Symbol("bar");
      barred.set(bar, { names: new Set(scopes.flatMap(namesOf)), answer });
      return () => void barred.delete(bar);
    },
    close(scope, count) {
      const { subject } = scope;
      const held = new Set(rowsOf(subject).map(([one, until]) => nameOf(subject, one, until)));
      const wanted = [
        ...scope.closes.map((one) => [one, ALL] as const),
        ...scope.keys.map(({ retentionClass, expiry }) => [retentionClass, expiry] as const),
      ];
      for (const [retentionClass, expiry] of wanted) {
        const name = nameOf(subject, retentionClass, expiry);
        if (held.has(name)) continue;
        held.add(name);
        const columns = [subject, retentionClass, expiry, nextFree()];
        insert.run(...columns, rowMac("closed", columns));
        count.add("closed", 1);
        isAny = true;
      }
    },
    classesOf: (subject) =>
      !isAny
        ? NONE
        : new Set(
            rowsOf(subject)
              .filter(([, expiry]) => expiry === ALL)
              .map(([retentionClass]) => retentionClass),
          ),
  };
}
