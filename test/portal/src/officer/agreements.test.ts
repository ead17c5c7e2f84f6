/** What agreements say, as people read it. */
import { describe, expect, it } from "vitest";
import {
  aboutOf,
  memberWord,
  type Words,
  wordsOf,
} from "../../../../portal/src/officer/agreements/changes.ts";
import { lengthIn, listIn } from "../../../../portal/src/officer/agreements/length.ts";
import { acknowledgedWord, endedAt } from "../../../../portal/src/officer/agreements/steps.ts";
import { outcomeWord } from "../../../../portal/src/partner/outcome.ts";
import { nodeAt, pullCommand } from "../../../../portal/src/partner/pull-command.ts";
import { askAgainAfter } from "../../../../portal/src/partner/queries.ts";
import { typeWord } from "../../../../portal/src/partner/types.ts";
import { agreements as en } from "../../../../portal/src/words/en/agreements.ts";
import { partner as partnerEn } from "../../../../portal/src/words/en/partner.ts";

describe("lengths of time", () => {
  it.each([
    ["PT24H", "24 hours", "24小时"],
    ["P1Y", "1 year", "1年"],
    ["P2Y6M", "2 years, 6 months", "2年6个月"],
    ["P30D", "30 days", "30天"],
    ["soon", "soon", "soon"],
  ])("%s", (text, inEnglish, inChinese) => {
    expect(lengthIn("en", text)).toBe(inEnglish);
    expect(lengthIn("zh", text).replaceAll(" ", "")).toBe(inChinese);
  });
});

it("lists are in the reader's language", () => {
  expect(listIn("en", ["a", "b"])).toBe("a and b");
  expect(listIn("zh", ["甲", "乙", "丙"])).toBe("甲、乙和丙");
});

const words: Words = {
  language: "en",
  time: (text) => `at ${text}`,
  purpose: (id) => `“${id}”`,
  kind: (kind) => `<${kind}>`,
  field: (field) => `[${field}]`,
  prohibited: "no",
  allowed: "yes",
};

describe("changes of terms", () => {
  const change = { of: null, before: "P1Y", after: null } as const;
  it("have a word for each member", () => {
    for (const member of ["records.fields", "notes.zh", "chain"] as const)
      expect(Object.keys(en)).toContain(memberWord(member));
    expect(memberWord("duties.deleteWithin")).toBe("member_duties_deleteWithin");
  });
  it("tell values as people read them", () => {
    expect(wordsOf("retention", "P1Y", words)).toBe("1 year");
    expect(wordsOf("validFrom", "then", words)).toBe("at then");
    expect(wordsOf("purposes.consents", "offers", words)).toBe("“offers”");
    expect(wordsOf("onward", "prohibited", words)).toBe("no");
    expect(wordsOf("records.fields", "emails", words)).toBe("[emails]");
    expect(aboutOf({ ...change, member: "purposes.consents", of: "x" }, words)).toBe("“x”");
    expect(aboutOf({ ...change, member: "records.fields", of: "order" }, words)).toBe("<order>");
    expect(aboutOf({ ...change, member: "notes.en" }, words)).toBeNull();
  });
});

describe("messages", () => {
  it("have words for what is known, and stand as they are else", () => {
    expect(typeWord("consent.withdrawn")).toBe("type_consent_withdrawn");
    expect(Object.keys(partnerEn)).toContain(typeWord("webhook.test"));
    expect(typeWord("something.else")).toBeNull();
    expect(outcomeWord("timeout")).toBe("outcome_timeout");
    expect(outcomeWord("410")).toBeNull();
  });
});

describe("steps", () => {
  const step = (id: string, event: "acknowledged" | "terminated", time?: string) => ({
    ...{ id, event, version: 1, occurredAt: "recorded" },
    transaction: time === undefined ? null : { chainId: 1, contract: "", hash: "", block: 1, time },
  });
  const [received, done] = [step("a", "acknowledged"), step("b", "acknowledged")];
  it("tell apart that an end was heard of, and that it was carried out", () => {
    expect(acknowledgedWord(received, [received, done])).toBe("acknowledgedReceived");
    expect(acknowledgedWord(done, [received, done])).toBe("acknowledgedDone");
    expect(acknowledgedWord(done, [done])).toBeNull();
    expect(acknowledgedWord(done, [{ ...received, version: 2 }, done])).toBeNull();
  });
  it("tell when the agreement was ended", () => {
    expect(endedAt([received])).toBeNull();
    expect(endedAt([step("c", "terminated", "on chain"), done])).toBe("on chain");
    expect(endedAt([step("c", "terminated")])).toBe("recorded");
  });
});

describe("messages that are due", () => {
  const at = Date.parse("2026-11-27T12:00:00.000Z");
  it.each([
    ["waiting", "2026-11-27T12:00:00.000Z", 1_500],
    ["waiting", "2026-11-27T12:05:00.000Z", 10_000],
    ["delivered", null, 10_000],
    ["given_up", null, 10_000],
  ] as const)("%s, %s: are asked for again after %i", (state, nextAt, after) => {
    expect(askAgainAfter([{ state, nextAt }], at)).toBe(after);
    expect(askAgainAfter([], at)).toBe(10_000);
  });
});

describe("what a partner types", () => {
  it("asks a node of the reader's own, which only a demonstration on this machine is known to have", () => {
    expect(nodeAt("localhost")).toBe("http://127.0.0.1:8545");
    expect(nodeAt("ledger.example")).toBe("https://your-node.example");
  });
  it("has its own values, and nothing that a shell would take for something else", () => {
    const of = {
      server: "https://ledger.example",
      agreementId: "9f".repeat(20),
      purpose: "offers",
      rpc: "https://node.example/key?a=b",
    };
    const command = pullCommand(of);
    expect(command).toContain(`--agreement ${of.agreementId} --purpose offers`);
    expect(command).toContain("--server https://ledger.example --token-file partner.token");
    // As it is run in a checkout: nothing of ours is on the path.
    expect(command).toContain("npm run -s counterfoil -- partner pull copy");
    expect(command).toContain("--rpc 'https://node.example/key?a=b'");
    expect(command).toContain("chmod 600 partner.token");
    expect(pullCommand({ ...of, purpose: "a'b; rm" })).toContain(`--purpose 'a'\\''b; rm'`);
  });
});
