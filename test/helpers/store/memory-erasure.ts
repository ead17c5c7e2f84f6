/** Erasure in the memory store: the contract of `RowErasure` written down a second time. */
import type { BarAnswer, RowErasure, RowScope } from "../../../api/store/row-erasure.ts";
import type { StandingRow } from "../../../api/store/standings.ts";
import type { RecordRow, SubjectUnit, Unit } from "../../../api/store/store.ts";
import type { RetentionClass } from "../../../portal/verify/subject.ts";
import type { MemoryLog } from "./memory-log.ts";

interface Tables {
  readonly log: MemoryLog;
  readonly records: RecordRow[];
  readonly identities: Map<string, string>;
  readonly marks: Map<string, NonNullable<Unit["idempotency"]>>;
  readonly subjects: Map<string, SubjectUnit>;
  readonly standings: Map<string, Omit<StandingRow, "headSeq">>;
}

type Named = Pick<RecordRow, "subject" | "retentionClass" | "expiry">;

const isIn =
  ({ subject, retentionClass, expiry }: Named) =>
  (scope: RowScope): boolean =>
    scope.subject === subject &&
    scope.keys.some((key) => key.retentionClass === retentionClass && key.expiry === expiry);
const isClosedBy =
  (named: Named) =>
  (scope: RowScope): boolean =>
    isIn(named)(scope) ||
    (scope.subject === named.subject && scope.closes.includes(named.retentionClass));

export function memoryErasure(tables: Tables): {
  readonly methods: RowErasure;
  concerns(unit: Unit): BarAnswer | null;
} {
  const { log, records, identities, marks, subjects, standings } = tables;
  const gone: RowScope[] = [];
  const bars = new Map<readonly RowScope[], BarAnswer>();
  const erased = new Set<number>();
  const removeWhere = <K, V>(map: Map<K, V>, which: (value: V) => boolean): void => {
    for (const [key, value] of map) if (which(value)) map.delete(key);
  };

  function eraseScope(scope: RowScope): number[] {
    gone.push(scope);
    const rows = records.filter((row) => isIn(row)(scope));
    for (const row of rows) {
      records.splice(records.indexOf(row), 1);
      removeWhere(marks, ({ id, version }) => id === row.id && version === row.version);
    }
    for (const { id } of rows) {
      if (records.some((row) => row.id === id)) continue;
      removeWhere(identities, (own) => own === id);
      removeWhere(marks, (mark) => mark.id === id);
    }
    const classes = [...scope.closes, ...scope.keys.map(({ retentionClass }) => retentionClass)];
    if (classes.includes("consent"))
      removeWhere(standings, ({ subject }) => subject === scope.subject);
    const unit = subjects.get(scope.subject);
    if (unit && scope.closes.includes("personal"))
      subjects.set(scope.subject, { ...unit, referenceMac: null });
    return rows.map(({ index }) => index);
  }

  return {
    concerns(unit) {
      const standing = { retentionClass: "consent", expiry: "" } as const;
      const named = [
        ...unit.records,
        ...unit.standings.map(({ subject }) => ({ subject, ...standing })),
      ];
      const isIn = (closed: readonly RowScope[]): boolean =>
        named.some((one) => closed.some(isClosedBy(one)));
      const barring = (word: BarAnswer): readonly RowScope[] =>
        [...bars].flatMap(([scopes, answer]) => (answer === word ? scopes : []));
      if (isIn([...gone, ...barring("erased")])) return "erased";
      const marked = unit.records.length === 0 ? unit.idempotency : null;
      const isMarked = marked !== null && records.every(({ id }) => id !== marked.id);
      if (isMarked && gone.length + bars.size > 0) return "erased";
      return isIn(barring("barred")) ? "barred" : null;
    },
    methods: {
      bar(scopes, answer = "erased") {
        const own = structuredClone(scopes);
        bars.set(own, answer);
        return () => void bars.delete(own);
      },
      async erase(scopes, entries) {
        const rest = records.filter((row) => !scopes.some(isIn(row)));
        for (const index of entries) {
          if (log.entries[index]?.entry.length !== 105) throw new Error("no record entry");
          if (rest.some((row) => row.index === index)) throw new Error("of another scope");
        }
        const indexes = scopes.flatMap((scope) => eraseScope(structuredClone(scope)));
        const before = erased.size;
        for (const index of [...indexes, ...entries]) erased.add(index);
        return { records: indexes.length, entries: erased.size - before };
      },
      async closed(names) {
        const found = new Map<string, Set<RetentionClass>>();
        for (const { subject, closes } of gone) {
          if (!names.includes(subject) || closes.length === 0) continue;
          const classes = found.get(subject) ?? new Set();
          for (const one of closes) classes.add(one);
          found.set(subject, classes);
        }
        return found;
      },
      erasedCount: async () => erased.size,
      erasedAmong: async (indexes) => new Set(indexes.filter((index) => erased.has(index))),
      scrub: async () => true,
    },
  };
}
