/** What the pages of purposes and notices compute. */
import { describe, expect, it } from "vitest";
import {
  controllerInput as controllerSchema,
  purposeInput as purposeSchema,
} from "../../../../api/consent/schemas.ts";
import { CONTROLLER } from "../../../../api/start/demo-consents/controller.ts";
import { compareLines } from "../../../../portal/src/admin/registry/compare.ts";
import {
  controllerDraft,
  controllerInput,
  isWhole as isWholeController,
} from "../../../../portal/src/admin/registry/controller-draft.ts";
import { noticeDraft, noticeInput } from "../../../../portal/src/admin/registry/notice-draft.ts";
import {
  isWhole,
  purposeDraft,
  purposeInput,
} from "../../../../portal/src/admin/registry/purpose-draft.ts";
import { standingOf } from "../../../../portal/src/admin/registry/versions.ts";

const WHEN = {
  id: "x",
  occurredAt: "2026-01-01T00:00:00.000Z",
  recordedAt: "2026-01-01T00:00:00.000Z",
};

describe("two texts", () => {
  const marks = (before: string, after: string): string =>
    compareLines(before, after)
      .map(({ kind, text }) => `${{ same: " ", gone: "-", new: "+" }[kind]}${text}`)
      .join("|");

  it.each([
    ["a\nb\nc", "a\nb\nc", " a| b| c"],
    ["a\nb\nc", "a\nx\nc", " a|-b|+x| c"],
    ["a\r\nb", "a\nb\nc", " a| b|+c"],
    ["a\nb\nc", "c", "-a|-b| c"],
    ["a\na", "a", " a|-a"],
    ["", "a", "-|+a"],
  ])("%j and %j", (before, after, told) => {
    expect(marks(before, after)).toBe(told);
  });

  it("have each line of both, in their order, whatever they are", () => {
    const words = ["a", "b", "c", "d"];
    for (let n = 0; n < 400; n++) {
      const pick = (seed: number) =>
        Array.from(
          { length: (n * seed) % 7 },
          (_, i) => words[((n * seed * (i + 3)) % 4) ^ (i % 2)] ?? "e",
        );
      const [before, after] = [pick(5), pick(11)];
      const lines = compareLines(before.join("\n"), after.join("\n"));
      const of = (kind: string) =>
        lines.filter((line) => line.kind === "same" || line.kind === kind).map(({ text }) => text);
      expect(of("gone").join("\n")).toBe(before.join("\n"));
      expect(of("new").join("\n")).toBe(after.join("\n"));
    }
  });
});

describe("versions", () => {
  const versions = ["2026-01-01", "2026-03-01", "2026-09-01"].map((day) => ({
    inForceFrom: `${day}T00:00:00.000Z`,
  }));
  const all = (now: string, retired: string | null = null) =>
    versions.map((_, at) => standingOf(versions, at, retired, Date.parse(now)));

  it("are former, in force, or to come", () => {
    expect(all("2026-03-01T00:00:00.000Z")).toEqual(["before", "inForce", "coming"]);
    expect(all("2025-01-01T00:00:00.000Z")).toEqual(["coming", "coming", "coming"]);
    expect(all("2026-10-01T00:00:00.000Z")).toEqual(["before", "before", "inForce"]);
  });

  it("are none in force once their purpose has ended", () => {
    expect(all("2026-10-01T00:00:00.000Z", "2026-09-15T00:00:00.000Z")[2]).toBe("before");
    expect(all("2026-10-01T00:00:00.000Z", "2026-11-15T00:00:00.000Z")[2]).toBe("inForce");
  });
});

describe("a purpose", () => {
  const last = {
    ...WHEN,
    ...{ purposeId: "news", purposeVersion: 1, inForceFrom: WHEN.occurredAt, material: true },
    titles: [{ language: "en", text: "News" }],
    descriptions: [{ language: "en", text: "We write." }],
    ...{ purposeType: "dpv:Marketing", lawfulBasis: "dpv:Consent", service: "shop" },
    dataCategories: [{ term: "pd:EmailAddress", sensitive: false, optional: false }],
    ...{ personalDataHandling: ["dpv:Use"], retention: "P3Y", defaultValidity: null },
    recipients: [{ name: "Mailer", role: "processor", country: "PT" }],
    ...{ separateConsent: ["39"], signals: ["gpc"], noticeId: "privacy" },
  };

  it("is taken as a next version just as it was", () => {
    const input = purposeInput(purposeDraft(last), false);
    const {
      purposeVersion: _,
      id: __,
      occurredAt: ___,
      recordedAt: ____,
      inForceFrom,
      ...rest
    } = last;
    expect(inForceFrom).toBe(WHEN.occurredAt);
    expect(input).toEqual({ ...rest, material: false });
    expect(purposeSchema.safeParse(input).success).toBe(true);
  });

  it("is whole when all is there that must be", () => {
    const draft = purposeDraft(last);
    expect(isWhole(draft)).toBe(true);
    expect(isWhole(purposeDraft(null))).toBe(false);
    for (const lack of [
      ...[{ purposeId: " " }, { service: "" }, { noticeId: "" }, { retention: "" }, { titles: [] }],
      ...[{ descriptions: [{ language: "en", text: " " }] }, { dataCategories: [] }],
    ])
      expect(isWhole({ ...draft, ...lack }), JSON.stringify(lack)).toBe(false);
  });

  it("leaves out rows of which nothing was entered, and says nothing of materiality the first time", () => {
    const draft = {
      ...purposeDraft(last),
      dataCategories: [{ term: " ", sensitive: true, optional: false }, ...last.dataCategories],
      recipients: [
        { name: " ", role: "other" },
        { name: "A", role: "other", contact: " ", country: " pt " },
      ],
      defaultValidity: "P1Y",
    };
    const input = purposeInput(draft, true);
    expect(input.dataCategories).toEqual(last.dataCategories);
    expect(input.recipients).toEqual([{ name: "A", role: "other", country: "PT" }]);
    expect(input).toMatchObject({ defaultValidity: "P1Y" });
    expect("material" in input).toBe(false);
  });
});

describe("a notice", () => {
  const last = {
    ...WHEN,
    ...{ noticeId: "privacy", noticeVersion: 2, inForceFrom: WHEN.occurredAt },
    texts: [
      { hash: "h1", language: "en", title: "Privacy" },
      { hash: "h2", language: "zh-CN", title: "隐私" },
    ],
  };
  const texts = new Map([
    ["h1", "# Privacy\n\nAll of it."],
    ["h2", "全部。"],
  ]);

  it("begins with the texts of before, each in its form", () => {
    expect(noticeInput(noticeDraft(last, texts))).toEqual({
      noticeId: "privacy",
      texts: [
        { language: "en", title: "Privacy", text: texts.get("h1"), mediaType: "text/markdown" },
        { language: "zh-CN", title: "隐私", text: "全部。", mediaType: "text/plain" },
      ],
    });
  });

  it("is not whole without an id, without any text, or with half of one", () => {
    expect(noticeInput(noticeDraft(null, new Map()))).toBeNull();
    const draft = noticeDraft(last, texts);
    expect(noticeInput({ ...draft, noticeId: " " })).toBeNull();
    const [first] = draft.texts;
    expect(noticeInput({ ...draft, texts: [{ ...first!, text: " " }] })).toBeNull();
    const empty = { language: "de", title: "", text: "", mediaType: "text/plain" } as const;
    expect(noticeInput({ ...draft, texts: [first!, empty] })?.texts).toHaveLength(1);
  });
});

describe("who decides about the data", () => {
  const { "@occurredAt": _, "@source": __, ...stated } = CONTROLLER;
  const last = {
    ...WHEN,
    role: null,
    phone: null,
    ...stated,
    privacyRights: [...stated.privacyRights],
  };

  it("is taken anew just as it was", () => {
    const draft = controllerDraft(last);
    expect(isWholeController(draft)).toBe(true);
    const input = controllerInput(draft, last);
    expect(input).toEqual({ ...stated, phone: null });
    expect(controllerSchema.safeParse(input).success).toBe(true);
  });

  it("keeps what the fields have no place for", () => {
    const other = {
      ...last,
      role: "DPO",
      partyType: "joint-controller",
      address: { ...last.address, region: "Lisboa" },
    };
    expect(controllerInput(controllerDraft(other), other)).toMatchObject({
      ...{ role: "DPO", partyType: "joint-controller" },
      address: { region: "Lisboa" },
    });
  });

  it("is not whole without where it is stored, or how one withdraws", () => {
    const draft = controllerDraft(last);
    for (const lack of [{ storageLocations: [] }, { withdrawalMethod: [] }, { name: " " }])
      expect(isWholeController({ ...draft, ...lack })).toBe(false);
    expect(isWholeController(controllerDraft(null))).toBe(false);
  });
});
