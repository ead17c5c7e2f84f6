/** What agreements say, as people read it. */
import { describe, expect, it } from "vitest";
import {
  aboutOf,
  memberWord,
  type Words,
  wordsOf,
} from "../../../../portal/src/officer/agreements/changes.ts";
import { lengthIn } from "../../../../portal/src/officer/agreements/length.ts";
import { outcomeWord } from "../../../../portal/src/partner/outcome.ts";
import { pullCommand } from "../../../../portal/src/partner/pull-command.ts";
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

const words: Words = {
  language: "en",
  time: (text) => `at ${text}`,
  purpose: (id) => `“${id}”`,
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
    expect(wordsOf("records.fields", "emails", words)).toBe("emails");
    expect(aboutOf({ ...change, member: "purposes.consents", of: "x" }, words)).toBe("“x”");
    expect(aboutOf({ ...change, member: "records.fields", of: "order" }, words)).toBe("order");
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

describe("what a partner types", () => {
  it("has its own values, and nothing that a shell would take for something else", () => {
    const of = {
      server: "https://ledger.example",
      agreementId: "9f".repeat(20),
      purpose: "offers",
    };
    const command = pullCommand(of);
    expect(command).toContain(`--agreement ${of.agreementId} --purpose offers`);
    expect(command).toContain("--server https://ledger.example --token-file partner.token");
    expect(pullCommand({ ...of, purpose: "a'b; rm" })).toContain(`--purpose 'a'\\''b; rm'`);
  });
});
