import { describe, expect, test } from "vitest";
import type { LineAnswer } from "../../../../scripts/import/send/answer.ts";
import {
  type Answers,
  type PostLines,
  ServerAway,
  ServerRefusal,
} from "../../../../scripts/import/send/client.ts";
import { postPatiently } from "../../../../scripts/import/send/patience.ts";

const done = (subject: string): LineAnswer => ({ type: "subject", subject });
const problem = (code: string): LineAnswer => ({
  type: "problem",
  problem: { code, message: "", errors: [] },
});

/** A server that does one thing for each request; the lines of each are kept. */
function scripted(steps: readonly ((lines: readonly string[]) => Answers)[]) {
  const sent: (readonly string[])[] = [];
  const post: PostLines = async (_, lines) => {
    const step = steps[sent.length] ?? steps.at(-1)!;
    sent.push([...lines]);
    return step(lines);
  };
  return { post, sent };
}

const answers =
  (count: number, make: (line: string) => LineAnswer = done) =>
  (lines: readonly string[]): Answers =>
    new Map(lines.slice(0, count).map((line, at) => [at + 1, make(line)]));
const away = (): Answers => {
  throw new ServerAway(0);
};

/** Every look at the clock takes a second. */
function patience(giveUpSeconds: number) {
  let now = 0;
  const clock = { now: () => (now += 1000) };
  return { clock, giveUpMs: giveUpSeconds * 1000, firstWaitMs: 1, longestWaitMs: 2 };
}

const LINES = ["a", "b", "c", "d"];

describe("the answers come in the order of the lines", () => {
  test("at once", async () => {
    const { post, sent } = scripted([answers(4)]);
    expect(await postPatiently(post, "/", LINES, patience(5))).toEqual(LINES.map(done));
    expect(sent).toHaveLength(1);
  });

  test("over several requests, each for what is still open", async () => {
    const { post, sent } = scripted([answers(1), away, answers(2), answers(9)]);
    expect(await postPatiently(post, "/", LINES, patience(9))).toEqual(LINES.map(done));
    expect(sent).toEqual([LINES, ["b", "c", "d"], ["b", "c", "d"], ["d"]]);
  });

  test("a line that is busy is sent again, one that is refused is not", async () => {
    const first = answers(4, (line) =>
      line === "b" ? problem("busy") : line === "c" ? problem("invalid_record") : done(line),
    );
    const { post, sent } = scripted([first, answers(9)]);
    const found = await postPatiently(post, "/", LINES, patience(9));
    expect(sent[1]).toEqual(["b"]);
    expect(found).toEqual([done("a"), done("b"), problem("invalid_record"), done("d")]);
  });
});

describe("patience ends", () => {
  test("when nothing has moved for as long as was agreed", async () => {
    const { post, sent } = scripted([away]);
    await expect(postPatiently(post, "/", LINES, patience(3))).rejects.toThrow(ServerAway);
    expect(sent).toHaveLength(3);
  });

  test("also if the server answers, but never for these lines", async () => {
    const { post } = scripted([answers(0)]);
    await expect(postPatiently(post, "/", LINES, patience(3))).rejects.toThrow(ServerAway);
  });

  test("and begins anew with each line that is answered", async () => {
    const steps = [away, away, answers(1), away, away, answers(1), away, away, answers(9)];
    const { post } = scripted(steps);
    expect(await postPatiently(post, "/", LINES, patience(4))).toEqual(LINES.map(done));
  });

  test("at once, for what would be refused again", async () => {
    const { post, sent } = scripted([
      () => {
        throw new ServerRefusal(413, "too_large", "");
      },
    ]);
    await expect(postPatiently(post, "/", LINES, patience(9))).rejects.toThrow(ServerRefusal);
    expect(sent).toHaveLength(1);
  });
});
