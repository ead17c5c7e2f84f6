/** Terms as they are read: whoever reads either text knows all that the policy says. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Language } from "../../../../api/core/language.ts";
import type { Terms } from "../../../../api/sharing/terms/model.ts";
import { textOf } from "../../../../api/sharing/terms/text.ts";
import { anyTerms, otherInOne, TERMS, termsWith } from "./examples.ts";

const TITLES = new Map([
  ["newsletter", "Newsletter\nsent on Mondays"],
  ["surveys", "Surveys"],
]);
const LANGUAGES: readonly Language[] = ["en", "zh"];

describe("the text of terms", () => {
  it("is in English", () => {
    expect(textOf(TERMS, TITLES, "en")).toMatchInlineSnapshot(`
      "Terms of sharing, version 2
      Agreement: 0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
      Chain: eip155:31337
      Contract: 0xc0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0
      Random number: AAECAwQFBgcICQoLDA0ODw

      Who gives the data
      Name: Northwind Traders
      Account: 0x1111111111111111111111111111111111111111
      Ledger: 0x1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d

      Who gets the data
      Name: 第四咖啡 (Fourth Coffee)
      Account: 0x2222222222222222222222222222222222222222
      Contact: privacy@fourthcoffee.example

      What for
      The recipient may use the data for these purposes and no others, while the terms hold. Each use is for one purpose.
      - newsletter: Newsletter\\u000asent on Mondays
        only of people whose consent to each of these is in force at the moment when the data is given:
        - newsletter: Newsletter\\u000asent on Mondays
        - partner-offers
      - surveys: Surveys
        only of people whose consent to each of these is in force at the moment when the data is given:
        - surveys: Surveys

      What is given
      Records of these kinds, and of these only the named fields; with them goes what proves where they come from (identifier, kind, person, times, source).
      - Customer profiles (customer)
        - emails
        - name
      - Orders (order)
        - currency

      When the terms hold
      From: 1 December 2026, 00:00:00 UTC
      Until, exclusive: 1 December 2027, 00:00:00 UTC

      How long it may be kept
      Counted from when a record was given; then it is deleted:
      - 1 year, 6 months (P1Y6M)

      Handing on
      While the terms hold, the recipient may hand the data on to these, and let them use it, and nobody else. Nobody gets the ownership of it:
      - Fourth Coffee Roasters
      - Mailing House

      What the recipient must do
      When the recipient is told that a consent was withdrawn or is over, that a record was corrected (another one takes its place) or that it was erased, and when the terms end without others in their place:
      - delete the data concerned within 24 hours (PT24H)
      - acknowledge to the giver what was done within 7 days (P7D)

      Notes
      In English: Signed at the fair.
      In Chinese: 于展会签署。
      "
    `);
  });

  it("is in Chinese", () => {
    expect(textOf(TERMS, TITLES, "zh")).toMatchInlineSnapshot(`
      "数据共享条款，第 2 版
      协议：0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
      链：eip155:31337
      合约：0xc0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0
      随机数：AAECAwQFBgcICQoLDA0ODw

      提供方
      名称：Northwind Traders
      账户：0x1111111111111111111111111111111111111111
      账本：0x1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d

      接收方
      名称：第四咖啡 (Fourth Coffee)
      账户：0x2222222222222222222222222222222222222222
      联系方式：privacy@fourthcoffee.example

      用途
      在条款有效期内，接收方只可将数据用于下列目的，不得用于其他目的。每次使用对应一个目的。
      - newsletter：Newsletter\\u000asent on Mondays
        仅限在提供数据之时，对下列每一项的同意均有效的人：
        - newsletter：Newsletter\\u000asent on Mondays
        - partner-offers
      - surveys：Surveys
        仅限在提供数据之时，对下列每一项的同意均有效的人：
        - surveys：Surveys

      提供的内容
      下列种类的记录，且仅限所列字段；随附证明其来源的内容（标识、种类、所属的人、时间、来源）。
      - 客户资料 (customer)
        - emails
        - name
      - 订单 (order)
        - currency

      条款有效期
      起：2026年12月1日 00:00:00（UTC）
      止（不含）：2027年12月1日 00:00:00（UTC）

      保存期限
      自每条记录提供之时起算，期满即删除：
      - 1 年 6 个月 (P1Y6M)

      转交
      在条款有效期内，接收方可以将数据转交下列各方并让其使用，不得转交其他任何人或让其使用；不得将数据的所有权转让给任何人：
      - Fourth Coffee Roasters
      - Mailing House

      接收方的义务
      接收方获知某项同意已撤回或已终止、某条记录已更正（由另一条取代）或已删除之时，以及条款终止且无后续条款取代之时：
      - 在 24 小时 (PT24H) 内删除相关数据
      - 在 7 天 (P7D) 内向提供方确认处理结果

      备注
      英文：Signed at the fair.
      中文：于展会签署。
      "
    `);
  });

  it.each(LANGUAGES)(
    "is another one in %s where any member of the terms is another",
    (language) => {
      fc.assert(
        fc.property(otherInOne, ([a, b]) => {
          expect(textOf(a, TITLES, language)).not.toBe(textOf(b, TITLES, language));
        }),
      );
    },
  );

  it.each(LANGUAGES)("in %s is never that of other terms", (language) => {
    fc.assert(
      fc.property(anyTerms, anyTerms, (a, b) => {
        if (JSON.stringify(a) === JSON.stringify(b)) return;
        expect(textOf(a, TITLES, language)).not.toBe(textOf(b, TITLES, language));
      }),
    );
  });

  it.each(LANGUAGES)(
    "in %s is the same whenever it is asked for, with every word filled in",
    (language) => {
      fc.assert(
        fc.property(anyTerms, (terms) => {
          const text = textOf(terms, TITLES, language);
          expect(textOf(structuredClone(terms), TITLES, language)).toBe(text);
          expect(text).not.toMatch(/undefined|\{(?:time|count|version)\}|NaN/);
        }),
      );
    },
  );

  it("has what a value says on one line, and a title of a purpose too", () => {
    const lines = textOf(TERMS, TITLES, "en").split("\n");
    expect(lines).toContain("- newsletter: Newsletter\\u000asent on Mondays");
    expect(lines).toContain("Name: 第四咖啡 (Fourth Coffee)");
  });

  it.each([
    ["PT1H", "1 hour (PT1H)", "1 小时 (PT1H)"],
    ["P1D", "1 day (P1D)", "1 天 (P1D)"],
  ])("spells %s", (acknowledgeWithin, en, zh) => {
    const terms: Terms = termsWith({ duties: { deleteWithin: "P30D", acknowledgeWithin } });
    expect(textOf(terms, TITLES, "en")).toContain(en);
    expect(textOf(terms, TITLES, "zh")).toContain(zh);
  });
});
