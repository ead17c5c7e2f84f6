import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runHere, runProcess } from "../../helpers/cli.ts";
import { type FakeLedger, fakeLedger, TOKEN } from "../../helpers/fake-ledger.ts";
import { temporaryFile } from "../../helpers/items.ts";

const EXAMPLE = fileURLToPath(new URL("../../../../demo/mapping-example/", import.meta.url));
const MAPPING = ["--mapping", `${EXAMPLE}orders.mapping.json`];
const RETAIL = fileURLToPath(new URL("../../fixtures/online-retail.csv", import.meta.url));
const HEADER = " customer_id  date number_of_cds  dollar_value\r\n";

async function world(): Promise<{ ledger: FakeLedger; env: Record<string, string> }> {
  const ledger = await fakeLedger();
  const file = await temporaryFile("token", TOKEN);
  return { ledger, env: { COUNTERFOIL_URL: ledger.url, COUNTERFOIL_TOKEN_FILE: file } };
}

/** The summary as name → number. */
function summary(out: string): Record<string, number> {
  const rows = [...out.matchAll(/^ {2}(.+?) {2,}([\d,]+)$/gm)];
  return Object.fromEntries(rows.map(([, name, count]) => [name, Number(count!.replace(",", ""))]));
}

describe("a process that imports", () => {
  test("Northwind, which is its default, twice", async () => {
    const { ledger, env } = await world();
    const first = await runProcess(["import", "northwind"], { env });
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(summary(first.out)).toEqual({
      "Rows read": 3076,
      "Records made of them": 1751,
      Stored: 1751,
      "Stored as a new version": 0,
      "Unchanged, there already": 0,
      Refused: 0,
    });
    const again = await runProcess(["import", "northwind", "--lang", "zh"], { env });
    expect(again.code).toBe(0);
    expect(summary(again.out)).toMatchObject({ 已存储: 0, "未变化，已存在": 1751 });
    expect(ledger.records.stored).toHaveLength(1751);
  });
});

test("what is skipped is counted by its reason", async () => {
  const { env } = await world();
  const { code, out } = await runHere(["import", "online-retail", RETAIL], { env });
  expect(code).toBe(0);
  expect(summary(out)).toMatchObject({ "Rows read": 54, "Skipped: no customer": 4, Refused: 0 });
});

test("an own file by its mapping; a dry run sends nothing", async () => {
  const { ledger, env } = await world();
  const args = ["import", ...MAPPING, `${EXAMPLE}orders.csv`];
  const dry = await runHere([...args, "--dry-run"]);
  expect(dry.code).toBe(0);
  expect(summary(dry.out)).toMatchObject({ "Rows read": 4, "Would be sent": 3 });
  expect(ledger.requests).toEqual([]);
  const { code, out } = await runHere(args, { env });
  expect(code).toBe(0);
  expect(summary(out)).toMatchObject({ Stored: 3 });
});

describe("refusals end with 3, and are told by file, line and column", () => {
  const CSV = `Bestellnr;Kundennr;Bestellt am;Stand;Artikel;Bezeichnung;Menge;Einzelpreis;Betrag;Name;Strasse;PLZ;Ort;Wunschtermin
B-1;K-1;03.03.2026 09:15;bezahlt;T;x;2;8,90;17,80;N;S;1;O;
B-1;K-1;03.03.2026 09:15;bezahlt;${"T".repeat(70)};x;2;8,90;17,80;N;S;1;O;
B-2;K-1;03.03.2026 09:15;verloren;T;x;2;8,90;17,80;N;S;1;O;
B-3;K-1;03.03.2026 09:15;bezahlt;T;x;zwei;8,90;17,80;N;S;1;O;
`;

  test.each([
    ["by the server", []],
    ["in a dry run", ["--dry-run"]],
  ])("%s", async (_, more) => {
    const { env } = await world();
    const file = await temporaryFile("own.csv", CSV);
    const { code, out, err } = await runHere(["import", ...MAPPING, file, ...more], { env });
    expect(code).toBe(3);
    expect(summary(out)).toMatchObject({ Refused: 3 });
    expect(err).toContain(`${file}, line 4, column Stand: is not in the table`);
    expect(err).toContain(`${file}, line 5, column Menge: is not a number`);
    expect(err).toContain(`${file}, line 3, column Artikel, field lines[1].productNumber: `);
  });

  test("in Chinese", async () => {
    const file = await temporaryFile("own.csv", CSV);
    const { err } = await runHere(["import", ...MAPPING, file, "--dry-run", "--lang", "zh"]);
    expect(err).toContain(`${file}, 第 5 行, 列 Menge: 不是数字`);
  });

  test("fifty are told, all are counted", async () => {
    const rows = Array.from({ length: 120 }, () => " 00001 19970101 x 1.00\r\n").join("");
    const file = await temporaryFile("c.txt", HEADER + rows);
    const { code, out, err } = await runHere(["import", "cdnow", file, "--dry-run"]);
    expect(code).toBe(3);
    expect(err.match(/is not a number/g)).toHaveLength(50);
    expect(err).toContain("and 70 more");
    expect(summary(out)).toMatchObject({ Refused: 120 });
  });

  test("a file that breaks off is imported up to there", async () => {
    const { ledger, env } = await world();
    const good = " 00001 19970101  1   11.77\r\n".repeat(20);
    const file = await temporaryFile("c.txt", Buffer.from(`${HEADER}${good} \xff\r\n`, "latin1"));
    const { code, out, err } = await runHere(["import", "cdnow", file], { env });
    expect(code).toBe(3);
    expect(err).toContain(`${file}, line 22: This line is not valid UTF-8.`);
    expect(err).toContain("run it again");
    expect(summary(out)).toMatchObject({ Stored: 21 });
    expect(ledger.records.stored).toHaveLength(21);
  });

  test("a broken quote, by its line", async () => {
    const mapping = {
      format: "counterfoil/mapping/v1",
      source: "s",
      kind: "customer",
      customer: { column: "no" },
      externalNumber: { column: "no" },
      occurredAt: { column: "at", pattern: "yyyyMMdd" },
      fields: { partyType: { constant: "person" }, name: { column: "name" } },
    };
    const { ledger, env } = await world();
    const file = await temporaryFile(
      "c.csv",
      'no,at,name\n1,20260101,A\n2,20260101,"B\n3,20260101,C\n',
    );
    const own = ["--mapping", await temporaryFile("m.json", JSON.stringify(mapping))];
    const { code, err } = await runHere(["import", ...own, file], { env });
    expect(code).toBe(3);
    expect(err).toContain(`${file}, line 3: A quote that is opened here is never closed.`);
    expect(ledger.records.stored).toHaveLength(1);
  });
});

describe("what cannot be used ends with 2, and sends nothing", () => {
  test("files", async () => {
    const { ledger, env } = await world();
    const wrong = await temporaryFile("wrong.csv", "a,b\n1,2\n");
    for (const file of ["/nowhere.csv", wrong, EXAMPLE]) {
      const { code, err } = await runHere(["import", ...MAPPING, file], { env });
      expect(code).toBe(2);
      expect(err).toContain(file);
    }
    const missing = await runHere(["import", ...MAPPING, wrong], { env });
    expect(missing.err).toContain("The column “Bestellnr” is missing.");
    expect(ledger.requests.filter((path) => path !== "/healthz")).toEqual([]);
  });

  test("mappings, by the member at fault", async () => {
    const file = await temporaryFile("m.json", '{"format":"counterfoil/mapping/v1","source":"s"}');
    const { code, err } = await runHere(["import", "--mapping", file, "x.csv"]);
    expect(code).toBe(2);
    expect(err).toContain("“kind” is missing");
  });
});

test("a ledger that is not there is told at once", async () => {
  const { ledger, env } = await world();
  await ledger.stop();
  const { code, out, err } = await runHere(["import", "northwind"], { env });
  expect([code, out]).toEqual([1, ""]);
  expect(err).toContain("Is it running");
});

test("a wrong token is a fault, told once", async () => {
  const { env } = await world();
  const token = await temporaryFile("token", "other");
  const { code, err } = await runHere(["import", "northwind", "--token-file", token], { env });
  expect(code).toBe(1);
  expect(err.match(/does not accept this token/g)).toHaveLength(1);
});
