/** What changed of the settings from one start to the next is in the firm's own stream, without a secret. */
import { afterEach, expect, it } from "vitest";
import { readConfig } from "../../../api/core/config.ts";
import { changesOf, recordSettings, toldSettings } from "../../../api/start/settings-record.ts";
import { type TestLedger, testLedger } from "../../helpers/ledger.ts";

const RPC = {
  COUNTERFOIL_RPC_URL: "https://rpc.example.com/v3/a-key-in-the-path",
  COUNTERFOIL_CONTRACT: `0x${"ab".repeat(20)}`,
  COUNTERFOIL_ANCHORER_KEY_FILE: "/home/somebody/anchorer.key",
};
const MAIL = {
  COUNTERFOIL_SMTP_URL: "smtp://mailer:a-password@mail.example.com:587",
  COUNTERFOIL_MAIL_FROM: "Somebody <somebody@example.com>",
};
const told = (environment: Record<string, string>, version = "1.0.0") =>
  toldSettings(readConfig(environment), [], version);

let ledger: TestLedger | null = null;
afterEach(() => ledger?.close());

it("names what is another, what came and what went", () => {
  const before = { a: "1", b: "2", c: "3" };
  expect(changesOf(before, { a: "1", b: "4", d: "5" })).toEqual([
    { name: "b", before: "2", after: "4" },
    { name: "c", before: "3" },
    { name: "d", after: "5" },
  ]);
  expect(changesOf(before, before)).toEqual([]);
});

it("sees a change behind what fits into a record", () => {
  const of = (last: string) => {
    const vkeys = [
      ...Array.from({ length: 15 }, (_, at) => `auditor.example/${at}+${"x".repeat(80)}`),
      last,
    ];
    const cosigners = vkeys.map((vkey) => ({ kind: "auditor" as const, vkey }));
    return toldSettings(readConfig({}), cosigners, "1.0.0");
  };
  const changes = changesOf(of("a.example+1"), of("a.example+2"));
  expect(changes.map(({ name }) => name)).toEqual(["AUDITORS"]);
  for (const { before = "", after = "" } of changes)
    expect(Math.max(before.length, after.length)).toBeLessThanOrEqual(1000);
});

it("tells no secret, no path of the machine and nobody's address", () => {
  const all = JSON.stringify(told({ ...RPC, ...MAIL }));
  for (const secret of ["a-key-in-the-path", "a-password", "mailer", "somebody", "/home"])
    expect(all).not.toContain(secret);
  expect(told({ ...RPC, ...MAIL })).toMatchObject({
    ...{ RPC_URL: "rpc.example.com", SMTP_URL: "mail.example.com:587", MAIL_FROM: "example.com" },
  });
});

it("records a change once, and of the first start nothing", async () => {
  ledger = await testLedger();
  const parts = { store: ledger.store, ledger: ledger.ledger };
  const events = async () => {
    const { firm } = parts.ledger;
    const { events: all } = await parts.ledger.events(firm, "administration");
    return all.map(({ record }) => record);
  };
  await recordSettings(parts, told({}));
  await recordSettings(parts, told({}));
  expect(await events()).toEqual([]);
  const other = told({ COUNTERFOIL_BATCH_SECONDS: "7" }, "1.0.1");
  await recordSettings(parts, other);
  await recordSettings(parts, other);
  expect(await events()).toMatchObject([
    {
      event: "configuration-changed",
      actor: { id: "counterfoil", role: "system" },
      changes: [
        { name: "BATCH_MILLISECONDS", before: "5000", after: "7000" },
        { name: "version", before: "1.0.0", after: "1.0.1" },
      ],
    },
  ]);
});
