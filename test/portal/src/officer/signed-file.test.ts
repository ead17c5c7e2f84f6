/** Files that come back signed from the command line. */
import { expect, it } from "vitest";
import { readSigned } from "../../../../portal/src/officer/agreements/signed-file.ts";

const signed = {
  ...{ by: "0xa1", kind: "Termination", agreement: "0xb2", digest: "0xc3", signature: "0xd4" },
  typedData: { primaryType: "Termination" },
} as const;

it("are taken with what they say, and nothing else", () => {
  expect(readSigned(JSON.stringify({ ...signed, more: 1 }))).toEqual(signed);
});

it.each<[string, unknown]>([
  ["what was to be signed", signed.typedData],
  ["another kind", { ...signed, kind: "Other" }],
  ["no signature", { ...signed, signature: undefined }],
  ["no typed data", { ...signed, typedData: null }],
  ["a list", []],
  ["nothing", null],
])("are not %s", (_, value) => {
  expect(readSigned(JSON.stringify(value))).toBeNull();
});

it("are JSON", () => {
  expect(readSigned("signed")).toBeNull();
});
