import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseReport, reportJson } from "../../../../api/audit/json.ts";
import { LARGEST_SAMPLE, USUAL_SAMPLE } from "../../../../api/audit/quick/missed.ts";
import type { NoSample } from "../../../../api/audit/quick/pick-anchor.ts";
import type { AuditReport } from "../../../../api/audit/report.ts";
import type { AuditCommand } from "../../../../scripts/cli/audit/audit.ts";
import { quickAuditCommand } from "../../../../scripts/cli/audit/quick.ts";
import { messagesIn } from "../../../../scripts/cli/messages.ts";
import { clean, damaged } from "../../../api/audit/reports.ts";
import { fakeTerminal, runHere } from "../../helpers/cli.ts";

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "counterfoil-quick-"));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const mode: AuditReport["mode"] = {
  kind: "quick",
  sample: {
    ...{ count: 1_200, checked: 2_040, nonce: `0x${"5a".repeat(32)}` },
    anchor: { size: 4_000, block: 120 },
    block: { number: 120, hash: `0x${"9f".repeat(32)}` },
    ...{ choosable: true, missed: 0.2399 },
  },
};
const sampled = clean({
  mode,
  notes: [
    { code: "sample_older", details: { size: 4_050, block: 160, drawn: 4_000 } },
    { code: "sample_beyond", details: { count: 100 } },
  ],
});

async function command(
  options: AuditCommand & { readonly quick: string | true },
  outcome: AuditReport | NoSample = sampled,
  language: "en" | "zh" = "en",
) {
  const { terminal, written } = fakeTerminal();
  const env = { COUNTERFOIL_DATA: join(place, "data"), COUNTERFOIL_KEYS: join(place, "keys") };
  const context = {
    ...{ terminal, language, m: messagesIn(language), env },
    ...{ stdin: Readable.from([]), clock: { now: () => 0 } },
  };
  let asked = 0;
  const code = await quickAuditCommand(context, options, async (_, __, count) => {
    asked = count;
    return outcome;
  });
  return { code, asked, ...written };
}

const refused = (
  ...args: Parameters<typeof command>
): Promise<{ exitCode: number; message: string }> =>
  command(...args).then(
    () => Promise.reject(new Error("not refused")),
    (error) => error,
  );

describe("counterfoil audit --quick", () => {
  it("asks for as many as usual, or as many as it is told", async () => {
    expect((await command({ quick: true })).asked).toBe(USUAL_SAMPLE);
    expect((await command({ quick: "1" })).asked).toBe(1);
    expect((await command({ quick: String(LARGEST_SAMPLE) })).asked).toBe(LARGEST_SAMPLE);
    for (const quick of ["0", "-1", "1.5", "007", "x", "", String(LARGEST_SAMPLE + 1)]) {
      expect(await refused({ quick }), quick).toMatchObject({ exitCode: 2 });
    }
  });

  it("excludes what reads no files, or no chain", async () => {
    for (const change of [{ remote: "http://127.0.0.1:1" }, { offline: true }]) {
      const { exitCode, message } = await refused({ quick: true, ...change });
      expect({ exitCode, message }).toMatchObject({ exitCode: 2 });
      expect(message).toContain(`--${Object.keys(change)[0]}`);
    }
    expect(await refused({ quick: true, tokenFile: "x" })).toMatchObject({ exitCode: 2 });
  });

  it.each(["en", "zh"] as const)(
    "says what was drawn, from what, and what it leaves out: %s",
    async (language) => {
      const [json, html] = [join(place, `${language}.json`), join(place, `${language}.html`)];
      const { out, code } = await command({ quick: true, json, html }, sampled, language);
      expect(code).toBe(0);
      const page = readFileSync(html, "utf8");
      const said = language === "en" ? "could have chosen" : "本可自行选定";
      const misses =
        language === "en" ? /one entry in a thousand .*24\.0 %/ : /每千个条目有一个.* 24\.0 %/;
      const left = language === "en" ? "A full audit" : "全面审计";
      for (const text of [out.replace(/\s+/g, " "), page.replace(/\s+/g, " ")]) {
        for (const one of ["1,200", "2,040", "4,000", "0x9f9f9f", "0x5a5a5a", "4050", said])
          expect(text).toContain(one);
        expect(text).toMatch(misses);
        expect(text).toContain(left);
      }
      expect(parseReport(readFileSync(json).subarray(0, -1))).toEqual(sampled);
      const found = await command({ quick: true, json: "-" }, damaged({ mode }), language);
      expect(found).toMatchObject({ code: 30, out: `${reportJson(damaged({ mode }))}\n` });
    },
  );

  it.each(["en", "zh"] as const)(
    "says why nothing could be drawn, and what to do: %s",
    async (language) => {
      const reasons: NoSample[] = [
        ...(["left_out", "unreachable", "not_listed", "no_anchor"] as const).map((why) => ({
          why,
        })),
        { why: "not_final", awaited: 1_152, final: 1_140 },
      ];
      const said = new Set<string>();
      for (const reason of reasons) {
        const { exitCode, message } = await refused({ quick: true }, reason, language);
        expect(exitCode).toBe(20);
        expect(message).toContain("--quick");
        said.add(message);
        if (reason.why === "not_final") expect(message).toMatch(/1,152.*1,140/);
      }
      expect(said.size).toBe(reasons.length);
    },
  );

  it("is an option of the command, with or without a number", async () => {
    const help = await runHere(["audit", "--help"]);
    expect(help.out).toContain("--quick [entries]");
    const offline = await runHere(["audit", "--quick", "--offline"]);
    expect(offline).toMatchObject({ code: 2, out: "" });
    const many = await runHere(["audit", "--quick", "1e9"]);
    expect(many.err).toContain("1e9");
    const none = await runHere(["audit", "--quick"], {
      env: { COUNTERFOIL_DATA: join(place, "none") },
    });
    expect(none).toMatchObject({ code: 1, out: "" });
    expect(none.err).toContain("COUNTERFOIL_DATA");
  });
});
