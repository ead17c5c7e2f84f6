/** A token that was made before its person was erased: it shows nothing of them, and records nothing. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  askOffer,
  askToken,
  chosen,
  offered,
  sendChoice,
  tokenFor,
} from "../../../helpers/embed.ts";
import { problemOf, type TestApp, testApp } from "../../http/fixtures.ts";
import { erase, firm, PLANTED, somebody } from "../../rights/erase/scene.ts";

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await firm(app);
});
afterAll(() => app.close());

let count = 0;
const person = () => {
  const n = ++count;
  return somebody(app, { ...PLANTED, number: `E-${n}`, order: `EO-${n}` });
};
const entries = () => app.store.size();
const codeOf = async (response: Response) =>
  [response.status, (await problemOf(response)).code] as const;

describe.each([
  ["where what was consented to stays", []],
  ["where nothing of it stays", ["personal", "consent"] as const],
] as const)("a token of somebody who was erased, %s", (_, goNow) => {
  it("shows nothing and takes no choice, used before or not", async () => {
    const subject = await person();
    const unused = await tokenFor(app, subject);
    const used = await tokenFor(app, subject);
    await chosen(app, used, "withdrawn");
    expect((await offered(app, used)).recorded).not.toBeNull();
    await erase(app.rights, subject, { goNow: [...goNow] });
    const before = await entries();
    const over = [401, "embed_refused"];
    for (const token of [unused, used]) {
      expect(await codeOf(await askOffer(app, token))).toEqual(over);
      for (const choice of ["given", "refused", "withdrawn"])
        for (const headers of [{}, { "sec-gpc": "1" }])
          expect(await codeOf(await sendChoice(app, token, { choice }, headers))).toEqual(over);
    }
    expect(await codeOf(await askToken(app, { subject }))).toEqual([410, "subject_erased"]);
    expect(await entries()).toBe(before);
  });
});
