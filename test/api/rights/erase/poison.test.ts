/** What somebody sends must not keep an erasure from ending, nor the erasures of others, nor the server from starting. */
import { afterEach, expect, it } from "vitest";
import { request } from "../../../../api/rights/kinds/request.ts";
import { sealingKey } from "../../../../api/rights/kinds/shapes.ts";
import { recordOne } from "../../../helpers/consents.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { erase, firm, OFFICER, PLANTED, somebody } from "./scene.ts";

let ledger: TestLedger;
afterEach(() => ledger?.close());

/** Points of small order (RFC 7748 §6.1), and one key in two spellings. */
const LOW_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
].map((hex) => Buffer.from(hex, "hex").toString("base64url"));
const GOOD = "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo";

it.each(LOW_ORDER)("a key that nothing can be sealed to is not recorded: %s", (certificate) => {
  expect(sealingKey.safeParse(certificate).success).toBe(false);
  expect(request.body.shape.asked.safeParse({ certificate }).success).toBe(false);
});

it("a key is recorded in its one spelling", () => {
  expect(sealingKey.safeParse(GOOD).success).toBe(true);
  expect(sealingKey.safeParse(`${GOOD.slice(0, -1)}p`).success).toBe(false);
});

it("nothing begins with a key that nothing can be sealed to", async () => {
  ledger = await testLedger();
  await firm(ledger);
  const subject = await somebody(ledger);
  const { hash } = await ledger.rights.erasures.preview(subject, new Set());
  const wanted = {
    ...{ erasureId: ledger.ledger.newId(), subject, planHash: hash, goNow: new Set<never>() },
    ...{ cause: "request" as const, publicKey: Buffer.from(LOW_ORDER[0]!, "base64url") },
    order: OFFICER,
  };
  await expect(ledger.rights.erasures.carryOut(wanted)).rejects.toMatchObject({
    ...{ code: "erasure_refused", details: { problem: "certificate" } },
  });
  expect(await ledger.rights.erasures.find(wanted.erasureId)).toBeNull();
});

it("an erasure that fails at the start keeps no other one from going on, and stays barred", async () => {
  let broken = true;
  let blocked: string | null = null;
  ledger = await testLedger({
    wrapKeyStore: (inner) =>
      new Proxy(inner, {
        get(target, name) {
          const method = Reflect.get(target, name);
          if (typeof method !== "function") return method;
          return async (...given: unknown[]) => {
            const isHis = blocked === null || given[0] === blocked;
            if (broken && isHis && name === "moveErasure") throw new Error("InjectedFault");
            return method.apply(target, given);
          };
        },
      }),
  });
  await firm(ledger);
  const [a, b] = [
    await somebody(ledger),
    await somebody(ledger, { ...PLANTED, number: "N-2", order: "O-2" }),
  ];
  const ids = [ledger.ledger.newId(), ledger.ledger.newId()] as const;
  for (const [i, subject] of [a, b].entries())
    await erase(ledger.rights, subject, { id: ids[i]! }).catch(() => null);
  blocked = ids[0];
  await ledger.restart();
  await ledger.rights.erasures.resume();
  const states = async () =>
    Promise.all(ids.map(async (id) => (await ledger.rights.erasures.find(id))?.state));
  expect(await states()).toEqual(["begun", "done"]);
  const withdrawn = { "@subject": a, event: "withdrawn", purposeId: "newsletter" };
  await expect(recordOne(ledger, withdrawn)).rejects.toMatchObject({ code: "subject_erased" });
  ledger.clock.advance(11 * 60_000);
  await ledger.rights.erasures.tend();
  expect(ledger.rights.erasures.troubles().unfinished).toBe(1);
  broken = false;
  await ledger.rights.erasures.tend();
  expect(await states()).toEqual(["done", "done"]);
});
