/** What a receipt says, of every event, in both languages. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { CONSENT_EVENTS } from "../../../../api/consent/kinds/consent.ts";
import type { ConsentStatement } from "../../../../api/consent/model.ts";
import { receiptWords } from "../../../../api/consent/receipt/catalogue.ts";
import { composeReceipt, type Proof } from "../../../../api/consent/receipt/compose.ts";
import type { ReceiptDocument } from "../../../../api/consent/receipt/document.ts";
import {
  englishText,
  eventOf,
  givenStatement,
  textOf,
  withdrawnStatement,
} from "../../../helpers/consent-statement.ts";

const address = "https://ledger.example/v1/subjects/s/evidence?claim=history";
const evidence: Proof = { kind: "evidence", bytes: new TextEncoder().encode("{}"), address };
const issuedAt = "2026-11-27T06:00:00.000Z";

const compose = (
  statement: ConsentStatement,
  language: "en" | "zh" = "en",
  proof: Proof = evidence,
): ReceiptDocument => composeReceipt({ statement, language, issuedAt, proof, forms: [] });

const factsOf = (document: ReceiptDocument) =>
  document.sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === "facts" ? block.facts : []));

const told = (document: ReceiptDocument, label: string): string[] =>
  factsOf(document)
    .filter((fact) => fact.label === label)
    .flatMap(({ values }) => values.map(({ text }) => text));

/** Every text of the catalogues, by its place. */
function texts(of: unknown, place = ""): [string, string][] {
  if (typeof of === "string") return [[place, of]];
  return Object.entries(of as object).flatMap(([key, value]) => texts(value, `${place}.${key}`));
}

describe("the catalogues", () => {
  it("say the same things in both languages, and fill in the same", () => {
    const [en, zh] = [texts(receiptWords.en), texts(receiptWords.zh)];
    expect(zh.map(([place]) => place)).toEqual(en.map(([place]) => place));
    const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const [i, [place, text]] of en.entries()) {
      const other = zh[i]![1];
      expect(text, place).not.toBe("");
      expect(holes(other), place).toEqual(holes(text));
      if (/[a-z]{3}/.test(text.replaceAll(/\{\w+\}|SHA-256/g, ""))) {
        expect(other, place).toMatch(/\p{Script=Han}/u);
      }
      expect(text, place).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

describe("a receipt", () => {
  it.each(CONSENT_EVENTS)("tells of the event %s in both languages", (event) => {
    const statement = { ...givenStatement, events: [eventOf(1, "2026-03-02", { event })] };
    for (const language of ["en", "zh"] as const) {
      const document = compose(statement, language);
      const words = receiptWords[language].events[event];
      expect(document).toMatchObject({ title: words.title, status: { state: words.state } });
      expect(document.status.sentences[0]).toContain(
        language === "en" ? "2 March 2026, 09:30:00 UTC" : "2026年3月2日 09:30:00（UTC）",
      );
      expect(JSON.stringify({ ...document, files: [] })).not.toMatch(/\{\w+\}|undefined|null,/);
    }
  });

  it("says who decides, what for, what was chosen, and how", () => {
    const document = compose(givenStatement);
    const { labels } = receiptWords.en;
    expect(document.issuer).toBe("Huangpu River Bank Co., Ltd. 浦江银行股份有限公司");
    expect(told(document, labels.address)).toEqual([
      "88 Zhongshan East 1st Road, Huangpu, Shanghai 200002, China",
    ]);
    expect(told(document, labels.data)).toEqual([
      "Email address",
      "Name",
      "Income (sensitive, optional)",
      "Favourite colour (pd:FavouriteColour) (optional)",
    ]);
    expect(told(document, labels.recipients)).toEqual([
      "Postwagen GmbH (processor, Germany, dpo@postwagen.example)",
    ]);
    expect(told(document, labels.retention)).toEqual(["30 days after the consent has ended"]);
    expect(told(document, labels.choice)).toEqual(["“Yes, send me news and offers by email”"]);
    expect(told(document, labels.fingerprint)).toEqual([
      `${englishText.hash} (base64url)`,
      `${createHash("sha256").update(englishText.text).digest("hex")} (hex)`,
    ]);
    expect(told(document, labels.authority)[0]).toBe("Cyberspace Administration of China");
  });

  it("tells in Chinese what there is in Chinese, and names a guardian's document", () => {
    const document = compose(withdrawnStatement, "zh");
    const { labels } = receiptWords.zh;
    expect(told(document, labels.purpose)).toEqual(["通过电子邮件发送资讯与优惠"]);
    expect(told(document, labels.actor)).toEqual(["监护人（编号 监护证明 2026-44）"]);
    expect(told(document, labels.separateConsent)).toHaveLength(2);
    expect(document.sections.map(({ heading }) => heading)).not.toContain(
      receiptWords.zh.sections.withdrawal,
    );
  });

  it("says how to withdraw where there is something to withdraw", () => {
    const document = compose(givenStatement);
    expect(told(document, receiptWords.en.labels.howTo)[0]).toMatch(/^In the app/);
  });

  it("says until when it holds, and that it is over when it is", () => {
    expect(compose(givenStatement).status).toMatchObject({
      tone: "good",
      sentences: [expect.anything(), "Valid until: 2 March 2028, 09:30:00 UTC"],
    });
    const short = eventOf(1, "2026-03-02", { validUntil: issuedAt });
    expect(compose({ ...givenStatement, events: [short] }).status).toMatchObject({
      tone: "ended",
      state: "Consent expired",
      sentences: [expect.anything(), "Ended on: 27 November 2026, 06:00:00 UTC"],
    });
  });

  it("says that records of earlier events are gone", () => {
    const gone = compose({ ...givenStatement, events: [eventOf(3, "2026-03-02")] });
    expect(JSON.stringify(gone)).toContain("not in this table: 2.");
    expect(JSON.stringify(compose(givenStatement))).not.toContain("not in this table");
  });

  it("says when no notice is named, or its text is not there", () => {
    const none = compose({ ...givenStatement, notice: null, text: null });
    expect(JSON.stringify(none)).toContain(receiptWords.en.noNotice);
    const textless = compose({ ...givenStatement, text: null });
    expect(JSON.stringify(textless)).toContain(receiptWords.en.noText);
    expect(told(textless, receiptWords.en.labels.noticeTitle)).toEqual(["How we use your data"]);
    expect(textless.files.map(({ name }) => name)).toEqual(["history.evidence.json"]);
  });

  it("carries the exact text, whatever is in it", () => {
    const text = textOf("\u{feff}a\r\nb\tc\u{202e}\n\n", { mediaType: "text/plain" });
    const { files } = compose({ ...givenStatement, text });
    expect(files[1]).toMatchObject({ name: "notice.txt", type: "text/plain" });
    expect(files[1]!.bytes).toEqual(new TextEncoder().encode(text.text));
  });

  it("carries the promise where there is no evidence yet, and says until when it is to be kept", () => {
    const proof: Proof = { kind: "promise", note: "note\n", anchoredBy: issuedAt, address };
    const document = compose(givenStatement, "en", proof);
    expect(document.files[0]).toMatchObject({
      name: "promise.txt",
      bytes: new TextEncoder().encode("note\n"),
    });
    const said = JSON.stringify(document.sections);
    expect(said).toContain("The proof cannot be made yet");
    expect(said).toContain("anchored by 27 November 2026, 06:00:00 UTC");
    expect(said).not.toContain("is attached to this receipt");
    // What is attached is what can be checked.
    expect(said).toContain("counterfoil receipt promise.txt");
    expect(said).not.toContain("history.evidence.json");
    expect(JSON.stringify(compose(givenStatement, "zh", proof).sections)).toMatch(
      /counterfoil receipt promise\.txt.*您信任/,
    );
  });

  it("tells of a signal as what it is, and not as of the person's own doing", () => {
    const id = "01936d2e-7c40-7a5b-9f3e-00000000000a";
    const signal = "01936d2e-7c40-7a5b-9f3e-00000000000b";
    const made = (change: object = {}) =>
      eventOf(1, "2026-03-02", { id, signal, event: "refused", channel: null, ...change });
    const signals = new Map([[id, "gpc"]]);
    const said = (change = {}, known: ReadonlyMap<string, string> = signals) => {
      const statement = { ...givenStatement, signals: known, events: [made(change)] };
      return told(compose(statement), receiptWords.en.labels.actor);
    };
    const named = "a signal of the person's software (Global Privacy Control, gpc)";
    expect(said()).toEqual([named]);
    // Its record is gone.
    expect(said({}, new Map())).toEqual(["a signal of the person's software"]);
    expect(said({ actor: { role: "guardian", reference: "7" } })).toEqual([
      `a guardian (reference 7), ${named}`,
    ]);
    const document = compose({ ...givenStatement, signals, events: [made()] });
    const [table] = document.sections
      .flatMap(({ blocks }) => blocks)
      .filter(({ kind }) => kind === "table");
    expect(table).toMatchObject({
      rows: [[expect.anything(), expect.anything(), named, expect.anything()]],
    });
  });

  it("says which consent was ended, and the note of what ended it", () => {
    const { labels } = receiptWords.en;
    const given = eventOf(1, "2026-03-02");
    const ended = eventOf(2, "2026-05-02", {
      ...{ event: "invalidated", note: "The form was another person's.", choice: null },
    });
    const document = compose({ ...givenStatement, events: [given, ended] });
    expect(told(document, labels.whatEnded)).toEqual([
      "Consent given, 2 March 2026, 09:30:00 UTC (“Yes, send me news and offers by email”)",
    ]);
    expect(told(document, labels.note)).toEqual(["The form was another person's."]);
    expect(told(compose(givenStatement), labels.whatEnded)).toEqual([]);
  });

  it("makes no link of what could run", () => {
    const hostile = {
      url: "javascript:alert(1)",
      policyUrl: "data:text/html,x",
      email: "a?cc=b@x",
    };
    const controller = { ...givenStatement.controller, ...hostile };
    const links = factsOf(compose({ ...givenStatement, controller }))
      .flatMap(({ values }) => values)
      .flatMap(({ link }) => (link === undefined ? [] : [link]));
    expect(links).toEqual(["mailto:a%3Fcc%3Db@x", "https://www.cac.gov.cn"]);
  });

  it("shows what would turn or hide text by its number", () => {
    const controller = { ...givenStatement.controller, name: "a\u{202e}b\u{0}" };
    expect(compose({ ...givenStatement, controller }).issuer).toBe("a\\u202eb\\u0000");
  });
});
