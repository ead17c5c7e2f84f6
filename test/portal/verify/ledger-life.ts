/** The life of an honest ledger, made of random steps, and all that it hands out. */
import fc from "fast-check";
import { VOID_ENTRY } from "../../../portal/verify/entry.ts";
import type { ReferenceLeaf } from "../../helpers/reference-map.ts";
import {
  absentFile,
  answerFile,
  checkpointFile,
  currentFile,
  emptyHistoryFile,
  type HandedOut,
  historyFile,
  type Kept,
  receiptFile,
  recordFile,
  tlogProofFile,
} from "./handed-out.ts";
import { mei, otto, type Person, World } from "./stream-world.ts";

export const PEOPLE: readonly Person[] = [mei, otto];
/** Streams of which each subject may have one, and how `@version` follows from the number. */
export const STREAMS = ["customer", "consent/newsletter", "access", "order"] as const;

export const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("write" as const), who: fc.nat(1), stream: fc.nat(3) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("strangers" as const),
      count: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lost" as const) }) },
  // How many entries came while the map was being computed.
  { weight: 3, arbitrary: fc.record({ do: fc.constant("seal" as const), late: fc.nat(3) }) },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A ledger while it is written. */
export class Life {
  readonly world = new World();
  readonly kept: Kept[] = [];
  /** Of its checkpoints. */
  readonly sizes: number[] = [];
  /** What the map over so many entries has. */
  readonly #maps: ReturnType<World["map"]>[] = [[]];

  /** A copy: both may go on, each in its own way. */
  fork(): Life {
    const copy = new Life();
    for (const entry of this.world.entries) copy.world.append(entry);
    for (const [key, head] of this.world.heads) copy.world.heads.set(key, head);
    for (const [index, map] of this.world.maps) copy.world.maps.set(index, map);
    for (const [index, size] of this.world.mapSizes) copy.world.mapSizes.set(index, size);
    copy.kept.push(...this.kept);
    copy.sizes.push(...this.sizes);
    copy.#maps.push(...this.#maps.slice(1));
    return copy;
  }

  step(one: Step): void {
    if (one.do === "write") this.write(PEOPLE[one.who] as Person, STREAMS[one.stream] as string);
    else if (one.do === "lost") this.world.append(VOID_ENTRY);
    else if (one.do === "seal") this.seal(one.late);
    else {
      for (let i = 0; i < one.count; i++) {
        this.world.strangers(1);
        this.#remember();
      }
    }
    this.#remember();
  }

  write(who: Person, stream: string): Kept {
    const before = this.kept.filter((one) => one.who === who && one.stream === stream).length;
    const version = stream === "customer" ? before + 1 : 1;
    const written = { ...this.world.write(who, stream, { "@version": version }), who, stream };
    this.kept.push(written);
    this.#remember();
    return written;
  }

  /** A map is over all up to the state entry before it, so at most what came since may be left out. */
  seal(
    late = 0,
    forge: (truth: readonly ReferenceLeaf[]) => readonly ReferenceLeaf[] = (it) => it,
  ) {
    const size = this.world.entries.length;
    const mapSize = Math.max(size - late, this.sizes.at(-1) ?? 0);
    const truth = this.#maps[mapSize] ?? this.world.map();
    this.sizes.push(this.world.seal(mapSize, forge(truth)));
    this.#remember();
  }

  #remember(): void {
    this.#maps[this.world.entries.length] = this.world.map();
  }
}

export function live(steps: readonly Step[], life: Life = new Life()): Life {
  for (const one of steps) life.step(one);
  if (life.sizes.at(-1) !== life.world.entries.length) life.seal();
  return life;
}

/** What there is to hand out under one checkpoint. */
export function* filesAt({ world, kept }: Life, size: number): Generator<HandedOut> {
  yield checkpointFile(world, size);
  const below = kept.filter(({ index }) => index < size);
  for (const one of below.slice(-4)) {
    yield recordFile(world, one, size);
    yield tlogProofFile(world, one.index, size);
    yield tlogProofFile(world, one.index, size, false);
  }
  const mapSize = world.mapSizes.get(size - 1);
  if (mapSize === undefined) return;
  for (const who of PEOPLE) {
    for (const stream of STREAMS) {
      const events = below.filter(
        (one) => one.who === who && one.stream === stream && one.index < mapSize,
      );
      const last = events.at(-1);
      if (last === undefined) yield absentFile(world, who, stream, size);
      else {
        yield historyFile(world, events, size);
        yield emptyHistoryFile(world, last, size);
        if (stream !== "order") yield currentFile(world, last, size);
      }
    }
  }
}

/** @param all under every checkpoint, not only under the last few */
export function* filesOf(told: Life, all = false): Generator<HandedOut> {
  for (const one of told.kept.slice(0, 6)) {
    yield receiptFile(one);
    yield answerFile(one);
  }
  for (const size of all ? told.sizes : told.sizes.slice(-4)) yield* filesAt(told, size);
}
