import { describe, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import { MAX_LINE_BYTES, textStream, throughLines } from "../../../api/ledger/stream.ts";

type Input = Record<string, unknown>;

async function* body(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}

interface Batch {
  readonly number: number;
  readonly value: Input;
}

/** Runs a body through; `handle` refuses what is `bad`. Answers the lines of output, and the sizes of the batches. */
async function through(source: AsyncIterable<Uint8Array> | null) {
  const batches: number[] = [];
  const output = throughLines<Input, string>(source, {
    parse(input) {
      if (input.invalid) throw new Refusal("unknown_subject", {});
      return input;
    },
    async handle(batch: readonly Batch[]) {
      batches.push(batch.length);
      return batch.map(({ value }) =>
        value.bad ? new Refusal("busy", {}) : String(value.name ?? "nameless"),
      );
    },
    answer: (line, outcome) => ({
      line,
      is: outcome instanceof Refusal ? outcome.code : outcome,
    }),
  });
  let text = "";
  for await (const piece of output) text += piece;
  const lines = text.split("\n").filter((line) => line !== "");
  return { lines: lines.map((line) => Object.values(JSON.parse(line)).join(" ")), batches };
}

describe("lines of JSON", () => {
  it("that are slow to read let others have their turn in between", async () => {
    let turns = 0;
    let over = false;
    const other = (): void => {
      turns++;
      if (!over) setImmediate(other);
    };
    setImmediate(other);
    const { lines } = await through(body(`{"name":"${"x".repeat(70_000)}"}\n`.repeat(20)));
    over = true;
    expect(lines).toHaveLength(20);
    expect(turns).toBeGreaterThanOrEqual(20);
  });

  it("are answered one by one, in order; a bad one spoils no other", async () => {
    const { lines } = await through(
      body(
        '{"name":"a"}\n',
        "not json\n",
        '{"name":"b"}\n',
        '{"name":"c","name":"d"}\n',
        "[]\n",
        '{"invalid":true}\n',
        '{"bad":true}\n',
        Uint8Array.of(0x22, 0xff, 0x22, 0x0a),
        `{"name":"${"x".repeat(MAX_LINE_BYTES)}"}\n`,
        '{"name":"last"}',
      ),
    );
    expect(lines).toEqual([
      "1 a",
      "2 invalid_json",
      "3 b",
      "4 duplicate_member",
      "5 not_an_object",
      "6 unknown_subject",
      "7 busy",
      "8 invalid_utf8",
      "9 too_large",
      "10 last",
    ]);
  });

  it("that are blank are passed over, but counted", async () => {
    const { lines } = await through(body('\n \t\r\n{"name":"a"}\r\n\n\n{"name":"b"}\n\n'));
    expect(lines).toEqual(["3 a", "6 b"]);
  });

  it("are handled in groups, whatever lies between", async () => {
    const source = (async function* () {
      for (let i = 1; i <= 1_250; i++) yield Buffer.from(`{"name":"n${i}"}\n`);
    })();
    const { lines, batches } = await through(source);
    expect(batches).toEqual([500, 500, 250]);
    expect(lines).toEqual(Array.from({ length: 1_250 }, (_, i) => `${i + 1} n${i + 1}`));
  });

  it("of nothing are nothing", async () => {
    expect(await through(null)).toEqual({ lines: [], batches: [] });
    expect(await through(body("\n\n"))).toEqual({ lines: [], batches: [] });
    expect(await through(body("x\ny\n"))).toEqual({
      lines: ["1 invalid_json", "2 invalid_json"],
      batches: [],
    });
  });

  it("may be as long as the limit", async () => {
    const frame = '{"name":""}'.length;
    const fits = `{"name":"${"x".repeat(MAX_LINE_BYTES - frame)}"}\n`;
    expect((await through(body(fits))).lines[0]).toMatch(/^1 x+$/);
    const over = `{"name":"${"x".repeat(MAX_LINE_BYTES - frame + 1)}"}\n`;
    expect((await through(body(over))).lines).toEqual(["1 too_large"]);
  });
});

describe("text as a body", () => {
  const read = async (source: AsyncGenerator<string>): Promise<string> =>
    new Response(textStream(source, (error) => `last: ${String(error)}\n`)).text();

  it("is the text, in UTF-8", async () => {
    const source = (async function* () {
      yield "王\n";
      yield "";
      yield "🧾";
    })();
    expect(await read(source)).toBe("王\n🧾");
  });

  it("ends with a last line where it cannot go on", async () => {
    const source = (async function* () {
      yield "one\n";
      throw new Error("no more");
    })();
    expect(await read(source)).toBe("one\nlast: Error: no more\n");
  });

  it("is made only as fast as it is read, and no further than somebody reads", async () => {
    let made = 0;
    let ended = false;
    const source = (async function* () {
      try {
        for (;;) yield `${made++}\n`;
      } finally {
        ended = true;
      }
    })();
    const reader = textStream(source, String).getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).toBeLessThan(4);
    await reader.cancel();
    expect(ended).toBe(true);
  });
});
