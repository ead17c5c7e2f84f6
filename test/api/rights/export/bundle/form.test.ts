/** The list of streams of version 1, held against the kinds that there are. */
import { describe, expect, it } from "vitest";
import { kindsByName, ownKindsByName } from "../../../../../api/ledger/kinds/registry.ts";
import { bareStreams, isOpenEnded } from "../../../../../api/rights/export/bundle/form.ts";
import { domainKindsByName } from "../../../../../api/rights/kinds/registry.ts";
import { isStreamOfLayout, KIND_NAMES, kindOfStream } from "../../../../../portal/verify/kinds.ts";

const known = new Map([...kindsByName, ...ownKindsByName, ...domainKindsByName]);

describe("the streams of an export", () => {
  it("are of every kind of the kernel either one by name, or any", () => {
    const bare = new Set(bareStreams("access"));
    for (const kind of KIND_NAMES)
      expect([kind, bare.has(kind)]).toEqual([kind, !isOpenEnded(kind)]);
    for (const name of bare) expect([name, isStreamOfLayout(name)]).toEqual([name, true]);
  });

  it("are any of exactly those kinds whose records say which", () => {
    for (const [name, { streamField, about }] of known) {
      const isFirms = about === "firm" && streamField !== null && name === "controller";
      if (!isFirms) expect([name, isOpenEnded(name)]).toEqual([name, streamField !== null]);
    }
  });

  it("of what the person provided are some of them", () => {
    const all = bareStreams("access");
    const some = bareStreams("portability");
    expect(all).toEqual(expect.arrayContaining([...some]));
    expect(some.map(kindOfStream)).toEqual(["customer", "merge", "order", "payment", "signal"]);
  });
});
