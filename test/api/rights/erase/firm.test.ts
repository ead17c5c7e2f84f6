/** What the firm's own stream, of which nothing is ever erased, says of somebody who is erased: nothing. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { RETENTION_CLASSES } from "../../../../portal/verify/subject.ts";
import { type TestApp, testApp } from "../../http/fixtures.ts";
import { acquaintances, person } from "../../http/principals.ts";
import { type TestIdentity, testIdentity } from "../../identity/fixtures.ts";
import { erase, firm, somebody } from "./scene.ts";

/** In the words of whoever does something about the person. */
const SAID = "Wilhelmina rang about her brother Zebedee";
const TIED = "wilhelmina@zwartkruis.example";

const known = acquaintances();
let test: TestIdentity;
let app: TestApp;
let subject: string;
beforeAll(async () => {
  const later: { ledger: TestApp["ledger"] | null } = { ledger: null };
  test = testIdentity({
    record: (event, at) => later.ledger!.recordAdministration(event, at),
    ledger: {
      knownSubjects: (subjects) => later.ledger!.knownSubjects(subjects),
      firms: () => later.ledger!.firms(),
    },
  });
  const { identity } = test;
  app = await testApp({
    recordReads: true,
    app: { authenticate: known.authenticate, identity },
  });
  later.ledger = app.ledger;
  await firm(app);
  subject = await somebody(app);
  await app.anchor();
});
afterAll(async () => {
  await app.close();
  test.close();
});

const officer = known.headers(person("officer"));
const administrator = known.headers(person("administrator"));
const why = { "counterfoil-reason": encodeURIComponent(SAID) };

/** Everything that whoever may read it is told of the firm. */
async function firmsWords(): Promise<string> {
  const { firm: self } = app.ledger;
  const read = async (path: string) =>
    (await app.send(path, { headers: { ...officer, ...why } })).text();
  const { events } = await app.ledger.events(self, "administration");
  return [
    await read(`/v1/subjects/${self}/timeline?limit=100`),
    await read(`/v1/records?subject=${self}&kind=administration&limit=100`),
    JSON.stringify(events),
  ].join("\n");
}

it("neither identifier nor case nor a word that was said, of all that is done about a person", async () => {
  const about = `/v1/subjects/${subject}`;
  const made = async (path: string, body: object, headers: object = {}) => {
    const response = await app.post(path, body, { ...officer, ...why, ...headers });
    expect([path, response.status, response.ok ? "" : await response.text()]).toEqual([
      ...[path, response.status, ""],
    ]);
    return response;
  };
  const tied = { address: TIED, relation: "self", reason: SAID };
  await made(`${about}/contacts`, tied, administrator);
  await made(`${about}/contacts/removal`, { address: TIED, reason: SAID }, administrator);
  const asked = await made(`${about}/requests`, { requestType: "access" });
  const { requestId } = (await asked.json()) as { readonly requestId: string };
  const exported = await app.send(`${about}/export?request=${requestId}`, {
    headers: { ...officer, ...why },
  });
  expect(exported.status).toBe(200);
  await exported.arrayBuffer();
  const period = { from: "2020-01-01T00:00:00.000Z", until: "2099-01-01T00:00:00.000Z" };
  const pack = (await (
    await made("/v1/evidence-packs", { ...period, subjects: [subject] })
  ).json()) as { readonly id: string };
  await expect
    .poll(async () => {
      const path = `/v1/evidence-packs/${pack.id}`;
      return (await (await app.send(path, { headers: officer })).json()) as object;
    })
    .toMatchObject({ state: "done" });
  // An account of theirs, and an auditor who may look at them alone.
  const { accounts } = test.identity;
  const by = { id: "person/administrator", role: "administrator", reason: SAID } as const;
  const own = accounts.create({ email: TIED, role: "customer" }, by);
  const auditor = accounts.create({ email: "auditor@example.com", role: "auditor" }, by);
  // Of who works here it stays: that is not about the person.
  accounts.removeSecondFactor(own.id, by);
  const given = { ...period, subjects: [subject], ends: period.until };
  await accounts.give(auditor.id, given, by);
  accounts.remove(own.id, by);
  await test.identity.drain();

  const { events } = await app.ledger.events(app.ledger.firm, "administration");
  const records = events.map(({ record }) => record!);
  const accesses = (await app.ledger.events(subject, "access")).events.map(({ record }) => record!);
  for (const name of ["subject-bound", "subject-released", "export-made"]) {
    const all = records.filter(({ event }) => event === name);
    expect(all.length).toBeGreaterThan(0);
    // The person's record of it has the same request, and has why.
    for (const { request } of all)
      expect(accesses.find((one) => one.request === request)).toMatchObject({ reason: SAID });
  }
  expect(accesses.find(({ regarding }) => regarding === requestId)).toBeDefined();
  for (const value of [subject, requestId, TIED]) expect(await firmsWords()).not.toContain(value);

  await erase(app.rights, subject, { goNow: ["personal", "consent"] });
  const left = await app.keyStore.sealingKeysOf([subject]);
  // What the law has kept stays until its year, and who reads it is recorded as long.
  expect(left.map(({ retentionClass }) => retentionClass).sort()).toEqual(["access", "statutory"]);
  app.clock.advance(12 * 366 * 86_400_000);
  await app.rights.erasures.tend();
  for (const { id } of await app.rights.erasures.unfinished())
    await app.rights.erasures.settled(id);
  expect(await app.keyStore.sealingKeysOf([subject])).toEqual([]);
  expect([...((await app.store.closed([subject])).get(subject) ?? [])].sort()).toEqual(
    [...RETENTION_CLASSES].sort(),
  );
  const words = await firmsWords();
  expect(words).toContain("erasure-ordered");
  for (const value of [subject, requestId, TIED]) expect(words).not.toContain(value);
  const said = words.split("\n").flatMap((line) => line.match(/"event":"[\w-]+"/g) ?? []);
  expect(said).toContain('"event":"subject-bound"');
  // Said of the auditor when their account was made, and of nobody else.
  const saying = (await app.ledger.events(app.ledger.firm, "administration")).events
    .map(({ record }) => record!)
    .filter((record) => JSON.stringify(record).includes("Zebedee"));
  expect(saying.map(({ event }) => event)).toEqual(["account-created"]);
}, 30_000);
