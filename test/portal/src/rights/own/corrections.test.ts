/** What a person changed of their profile is what is asked for, and nothing else. */
import { describe, expect, it } from "vitest";
import { correctionsOf, draftOf } from "../../../../../portal/src/rights/own/corrections.ts";

const ID = "00000000-0000-4000-8000-000000000001";
const RECORD = {
  name: "Antonio Moreno",
  emails: ["a@example.com"],
  phones: [
    { use: "mobile", number: "1" },
    { use: "fax", number: "2" },
  ],
  addresses: [
    {
      ...{ use: "home", lines: ["Mataderos 2312"], city: "México D.F.", country: "MX" },
      ...{ region: "Ciudad de México", regionCode: "MX-CMX" },
    },
  ],
  taxNumber: null,
};
const draft = draftOf(RECORD);
const asked = (changed: Partial<typeof draft>) =>
  correctionsOf(ID, RECORD, { ...draft, ...changed }).map(({ field, value }) => [field, value]);

describe("corrections", () => {
  it("are none where nothing was changed, whatever blanks were typed", () => {
    expect(asked({})).toEqual([]);
    expect(
      asked({
        ...{ texts: { ...draft.texts, name: " Antonio Moreno " } },
        emails: "\na@example.com \n\n",
      }),
    ).toEqual([]);
  });

  it("name the record, and each field whole", () => {
    const texts = { ...draft.texts, name: "Antonia Moreno", birthDate: "1990-05-31" };
    expect(correctionsOf(ID, RECORD, { ...draft, texts })).toEqual([
      { record: ID, field: "name", value: "Antonia Moreno" },
      { record: ID, field: "birthDate", value: "1990-05-31" },
    ]);
  });

  it("of what was emptied ask for nothing to be there", () => {
    expect(asked({ texts: { ...draft.texts, name: "" }, emails: "" })).toEqual([
      ["name", null],
      ["emails", []],
    ]);
  });

  it("of phones keep what each was used for", () => {
    expect(asked({ phones: "1\n3" })).toEqual([
      [
        "phones",
        [
          { use: "mobile", number: "1" },
          { use: "fax", number: "3" },
        ],
      ],
    ]);
    expect(asked({ phones: "2" })).toEqual([["phones", [{ use: "fax", number: "2" }]]]);
    expect(asked({ phones: "1\n2\n3" })[0]?.[1]).toEqual([...RECORD.phones, { number: "3" }]);
  });

  it("of addresses keep what the form does not show, but no code of another region", () => {
    const [first] = draft.addresses;
    const moved = { ...first!, lines: "Mataderos 2312\n2nd floor", postalCode: "05023" };
    expect(asked({ addresses: [moved] })).toEqual([
      [
        "addresses",
        [
          {
            ...RECORD.addresses[0],
            ...{ lines: ["Mataderos 2312", "2nd floor"], postalCode: "05023" },
          },
        ],
      ],
    ]);
    const [[, addresses] = []] = asked({ addresses: [{ ...first!, region: "Jalisco" }] });
    expect(JSON.stringify(addresses)).not.toContain("regionCode");
  });
});
