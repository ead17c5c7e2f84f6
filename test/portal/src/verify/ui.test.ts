/** What the verifier asks its visitor, as it is first drawn: whose policy counts, whether a link may fetch, whom to ask about the whole ledger. */
import { createElement } from "react";
import { describe, expect, it } from "vitest";
import { FromServer } from "../../../../portal/src/verify/ui/FromServer.tsx";
import { LedgerCheck } from "../../../../portal/src/verify/ui/LedgerCheck.tsx";
import { PolicyOffer } from "../../../../portal/src/verify/ui/PolicyOffer.tsx";
import type { Trust } from "../../../../portal/src/verify/useTrust.ts";
import { en } from "../../../../portal/src/words/en/index.ts";
import { zh } from "../../../../portal/src/words/zh/index.ts";
import { parsePolicy } from "../../../../portal/verify/policy.ts";
import { readVectors } from "../../../helpers/vectors.ts";
import type { EvidenceVector } from "../../verify/run-vector.ts";
import { draw } from "../draw.ts";

const policy = parsePolicy(
  JSON.stringify(
    readVectors<EvidenceVector>("evidence").find(([name]) => name === "history")![1].policy,
  ),
);
const trustOf = (change: object): Trust =>
  ({
    ...{ policy, source: { kind: "served" }, offered: null, chain: null },
    ...{ chainSource: { kind: "firm" }, answer: () => {}, ...change },
  }) as unknown as Trust;
const inBoth = [
  ["en", en],
  ["zh", zh],
] as const;

describe("a policy that was dropped", () => {
  const offered = (change: object = {}) => ({ policy: { ...policy, ...change }, name: "p.json" });
  const drawn = (trust: Trust, language: "en" | "zh" = "en") =>
    draw(createElement(PolicyOffer, { trust }), { language });

  it("asks nothing where none waits", () => {
    expect(drawn(trustOf({})).text).toBe("");
  });

  it.each(inBoth)("waits for a word, and says in what it differs: %s", (language, { verify }) => {
    const trust = trustOf({ offered: offered({ chainId: 5, maxAgeSeconds: 1 }) });
    const { text, html } = drawn(trust, language);
    const { difference_ledger, difference_age, listJoin } = verify;
    for (const said of [verify.offerTitle, verify.offerKeep, verify.offerUse])
      expect(text).toContain(said);
    expect(text).toContain(`${difference_ledger}${listJoin}${difference_age}`);
    expect(text).not.toContain(verify.difference_auditor);
    expect(text).not.toContain(verify.offerPin);
    // To keep what counts is what stands first.
    expect(html.indexOf(verify.offerKeep)).toBeLessThan(html.indexOf(verify.offerUse));
  });

  it("says whose place it would take where that was pinned", () => {
    const trust = trustOf({ offered: offered(), source: { kind: "pin", id: "x" } });
    expect(drawn(trust).text).toContain(en.verify.offerPin);
  });
});

describe("a file that a link names", () => {
  const path = "/v1/records/a/evidence?claim=current";
  const drawn = (isOwn: boolean, language: "en" | "zh" = "en") =>
    draw(createElement(FromServer, { path, isOwn, onBring: () => {} }), { language }).text;

  it.each(inBoth)("is not fetched before its visitor has seen what: %s", (language, { verify }) => {
    const text = drawn(false, language);
    for (const said of [verify.linkAsks, path, verify.fetch]) expect(text).toContain(said);
    expect(text).not.toContain(verify.fetching);
  });

  it("is fetched at once where a page of ours has led here", () => {
    expect(drawn(true)).toBe(en.verify.fetching);
  });
});

describe("the check of a whole ledger", () => {
  const drawn = (trust: Trust, language: "en" | "zh" = "en") =>
    draw(createElement(LedgerCheck, { trust, onChooseNode: () => {} }), { language }).text;
  const chain = { rpc: async () => null };

  it.each(inBoth)("takes nobody's word but a node's of one's own: %s", (language, { ledger }) => {
    const text = drawn(trustOf({}), language);
    for (const said of [ledger.needsNode, ledger.needsNodeSays, ledger.chooseNode])
      expect(text).toContain(said);
    expect(text).not.toContain(ledger.start);
  });

  it("needs a policy, and with both waits to be begun", () => {
    expect(drawn(trustOf({ chain, policy: null }))).toContain(en.ledger.needsPolicy);
    const ready = drawn(trustOf({ chain }));
    expect(ready).toContain(en.ledger.start);
    expect(ready).not.toContain(en.ledger.notSaid);
  });
});
