import { expect, it } from "vitest";
import { mapVersionKeeper } from "../../../api/log/map-versions.ts";
import { seal, sealedLog } from "./fixtures.ts";

const turns = () => new Promise((resolve) => setTimeout(resolve, 5));

it("keeps what evidence is made from: the newest final version, and the one before it", async () => {
  const log = await sealedLog(10);
  for (let more = 0; more < 3; more++) {
    log.store.add(9);
    await seal(log);
  }
  expect([...log.map.versions.keys()]).toEqual([9, 19, 29, 39]);
  const errors: unknown[] = [];
  const onFinal = mapVersionKeeper({ ...log, onError: (error) => errors.push(error) });
  onFinal(20);
  await turns();
  expect([...log.map.versions.keys()]).toEqual([9, 19, 29, 39]);
  onFinal(30);
  await turns();
  expect([...log.map.versions.keys()]).toEqual([19, 29, 39]);
  onFinal(40);
  await turns();
  expect([...log.map.versions.keys()]).toEqual([29, 39]);
  expect(errors).toEqual([]);
});

it("tells of what goes wrong, and goes on", async () => {
  const log = await sealedLog(10);
  const errors: unknown[] = [];
  const onFinal = mapVersionKeeper({ ...log, onError: (error) => errors.push(error) });
  onFinal(4);
  onFinal(10);
  await turns();
  expect(errors).toMatchObject([{ code: "unknown_schema" }]);
});
