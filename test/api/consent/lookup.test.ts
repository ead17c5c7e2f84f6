/** What was in force on each day of a month, against a table. */
import { describe, expect, it } from "vitest";
import {
  covers,
  isByConsent,
  isRetired,
  noticeAt,
  purposeAt,
} from "../../../api/consent/lookup.ts";
import type { Notice, Purpose } from "../../../api/consent/model.ts";
import { day } from "../../helpers/consents.ts";

const versions = [
  { purposeVersion: 1, inForceFrom: day(1, 3), material: true },
  { purposeVersion: 2, inForceFrom: day(1, 5), material: false },
  { purposeVersion: 3, inForceFrom: day(1, 7), material: true },
];
const purpose = {
  purposeId: "p",
  versions,
  retiredFrom: day(1, 9),
  lostUpTo: 0,
} as unknown as Purpose;

describe("a purpose on a day", () => {
  it.each([
    [2, null, false, [true, true, true]],
    [3, 1, false, [true, true, true]],
    [5, 2, false, [true, true, true]],
    [6, 2, false, [true, true, true]],
    [7, 3, false, [false, false, true]],
    [9, 3, true, [false, false, true]],
  ])("%i", (date, version, retired, covered) => {
    const time = day(1, date);
    expect(purposeAt(purpose, time)?.purposeVersion ?? null).toBe(version);
    expect(isRetired(purpose, time)).toBe(retired);
    expect([1, 2, 3].map((of) => covers(purpose, of, time))).toEqual(covered);
  });

  it("covers nothing that was agreed to before what is gone", () => {
    const lost = { ...purpose, lostUpTo: 2 };
    expect([1, 2, 3].map((of) => covers(lost, of, day(1, 6)))).toEqual([false, false, true]);
  });
});

describe("a notice on a day", () => {
  it("is in its last version that is in force", () => {
    const notice = {
      noticeId: "n",
      versions: versions.map(({ inForceFrom }, i) => ({ noticeVersion: i + 1, inForceFrom })),
    } as unknown as Notice;
    const told = [2, 3, 4, 5, 8].map((date) => noticeAt(notice, day(1, date))?.noticeVersion);
    expect(told).toEqual([undefined, 1, 1, 2, 3]);
  });
});

describe("a lawful basis", () => {
  it.each([
    ["dpv:Consent", true],
    ["dpv:ExplicitlyExpressedConsent", true],
    ["eu-gdpr:A6-1-a", true],
    ["eu-gdpr:A9-2-a", true],
    ["pipl:A13-1", true],
    ["eu-gdpr:A6-1-b", false],
    ["dpv:LegitimateInterest", false],
    ["dpv:consent", false],
  ])("%s is consent: %s", (lawfulBasis, is) => {
    expect(isByConsent({ lawfulBasis })).toBe(is);
  });
});
