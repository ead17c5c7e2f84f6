/** Request bodies as bounded streams: nothing is ever held that a stranger could make large. */
import { readAtMost } from "./at-most.ts";
import { Refusal } from "./errors.ts";

type Bytes = AsyncIterable<Uint8Array>;

/** The chunks of a body. A connection that breaks is the client's doing, no bug of ours. @throws Refusal `incomplete_body` */
async function* chunksOf(body: Bytes): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      const next = await iterator.next().catch(() => {
        ended = true;
        throw new Refusal("incomplete_body", {});
      });
      ended = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Whoever reads no further (an error, a line over the limit) lets go of the rest.
    if (!ended) await iterator.return?.();
  }
}

/** The whole body, if it is at most `limit` bytes. @throws Refusal `too_large` as soon as that is clear */
export async function readBody(body: Bytes | null, limit: number): Promise<Uint8Array> {
  const bytes = await readAtMost(body && chunksOf(body), limit);
  if (bytes === null) throw new Refusal("too_large", { what: "body", limit });
  return bytes;
}

/** The same of whoever sends it in so many milliseconds. @throws Refusal `incomplete_body` where the time is over */
export async function readBodyInTime(
  body: Bytes | null,
  limit: number,
  milliseconds: number,
): Promise<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal("incomplete_body", {})), milliseconds);
  });
  try {
    return await Promise.race([readBody(body, limit), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One line of a stream: its number (from 1), and its bytes, or `null` if it is over the limit. */
export interface Line {
  readonly number: number;
  readonly bytes: Uint8Array | null;
}

const NEWLINE = 0x0a;

/** Lines of a stream. One that is too long is skipped without being held, and reported. */
export async function* lines(body: Bytes | null, limit: number): AsyncGenerator<Line> {
  if (body === null) return;
  let number = 0;
  let parts: Uint8Array[] = [];
  let held = 0;
  const take = (piece: Uint8Array): void => {
    if (held <= limit) parts.push(piece);
    held += piece.length;
    if (held > limit) parts = [];
  };
  const finish = (): Line => {
    const line = { number: ++number, bytes: held > limit ? null : Buffer.concat(parts) };
    parts = [];
    held = 0;
    return line;
  };
  for await (const chunk of chunksOf(body)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  if (held > 0) yield finish();
}

/** Groups of at most `size` elements, in order; a group also ends with the element by which it weighs `most`. */
export async function* groups<T>(
  source: AsyncIterable<T>,
  size: number,
  most: number = Number.POSITIVE_INFINITY,
  weightOf: (each: T) => number = () => 0,
): AsyncGenerator<T[]> {
  let group: T[] = [];
  let weight = 0;
  for await (const each of source) {
    group.push(each);
    weight += weightOf(each);
    if (group.length < size && weight < most) continue;
    yield group;
    group = [];
    weight = 0;
  }
  if (group.length > 0) yield group;
}
