/** NDJSON in, NDJSON out: one outcome a line, in order; a bad line spoils no other. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { groups, type Line, lines } from "../core/body.ts";
import { Refusal } from "../core/errors.ts";
import { decodeUtf8, parseJsonObject } from "../core/json.ts";

/** A line over this is refused without being read: a record's 64 KiB of JCS, with room for other spellings. */
export const MAX_LINE_BYTES = 131_072;
/** Lines that are handled together, and committed together. */
const GROUP = 500;
/** … and that many bytes of them: what one stream may hold in memory. */
const GROUP_BYTES = 4 * 2 ** 20;

/** After that many bytes of lines others get their turn: a group made to be slow to read must not stop the whole server. */
const TURN_BYTES = 65_536;

export type Parsed<T> = { readonly number: number; readonly value: T | Refusal };

function parseLine<T>(line: Line, parse: (input: Record<string, unknown>) => T): T | Refusal {
  try {
    if (line.bytes === null)
      throw new Refusal("too_large", { what: "line", limit: MAX_LINE_BYTES });
    return parse(parseJsonObject(decodeUtf8(line.bytes)));
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const BLANKS: readonly number[] = [0x20, 0x0d, 0x09];

const weight = ({ bytes }: Line): number => bytes?.length ?? 0;

const isBlank = ({ bytes }: Line): boolean =>
  bytes?.every((byte) => BLANKS.includes(byte)) === true;

/** The lines of a group, each parsed or refused; blank ones are left out. */
async function parseGroup<T>(
  group: readonly Line[],
  parse: (input: Record<string, unknown>) => T,
): Promise<Parsed<T>[]> {
  const parsed: Parsed<T>[] = [];
  let read = 0;
  for (const line of group) {
    if (isBlank(line)) continue;
    parsed.push({ number: line.number, value: parseLine(line, parse) });
    read += weight(line);
    if (read < TURN_BYTES) continue;
    read = 0;
    await othersTurn();
  }
  return parsed;
}

/**
 * Runs a body through in groups. `handle` gets the lines that could be parsed and answers in their order; `answer` makes
 * one line of output.
 */
export async function* throughLines<In, Out>(
  body: AsyncIterable<Uint8Array> | null,
  steps: {
    readonly parse: (input: Record<string, unknown>) => In;
    readonly handle: (
      batch: readonly { number: number; value: In }[],
    ) => Promise<readonly (Out | Refusal)[]>;
    readonly answer: (number: number, outcome: Out | Refusal) => object;
  },
): AsyncGenerator<string> {
  const source = lines(body, MAX_LINE_BYTES);
  for await (const group of groups(source, GROUP, GROUP_BYTES, weight)) {
    const parsed = await parseGroup(group, steps.parse);
    const good = parsed.flatMap(({ number, value }) =>
      value instanceof Refusal ? [] : [{ number, value }],
    );
    const handled = good.length === 0 ? [] : await steps.handle(good);
    const outcomes = new Map(good.map(({ number }, i) => [number, handled[i]!]));
    let text = "";
    for (const { number, value } of parsed) {
      const outcome = value instanceof Refusal ? value : outcomes.get(number)!;
      text += `${JSON.stringify(steps.answer(number, outcome))}\n`;
    }
    yield text;
  }
}

/** A text generator as a response body: nothing is made before somebody takes it, so a slow reader slows the writer down. */
export function textStream(
  source: AsyncGenerator<string>,
  onError: (error: unknown) => string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let hasLeft = false;
  const pulled = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      try {
        const { done, value } = await source.next();
        // Who left while it was made does not get it, and that is no fault.
        if (hasLeft) return;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        if (hasLeft) return;
        // The status is long gone; a last line tells that the stream ended early.
        controller.enqueue(encoder.encode(onError(error)));
        controller.close();
      }
    },
    async cancel() {
      hasLeft = true;
      await source.return(undefined);
    },
  };
  // Left to itself it would hold one piece ready.
  return new ReadableStream(pulled, { highWaterMark: 0 });
}
