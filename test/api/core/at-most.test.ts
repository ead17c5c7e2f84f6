import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readAtMost, readFileAtMost } from "../../../api/core/at-most.ts";
import { newPlace } from "../../helpers/store/places.ts";

async function* of(...sizes: number[]): AsyncGenerator<Uint8Array> {
  let next = 0;
  for (const size of sizes) yield Uint8Array.from({ length: size }, () => next++);
}
const counted = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => i));

it("is all of a stream, however it comes, or nothing of what is too large", async () => {
  for (const sizes of [[], [0], [7], [3, 4], [0, 1, 6, 0]]) {
    const length = sizes.reduce((sum, size) => sum + size, 0);
    expect(await readAtMost(of(...sizes), 7)).toEqual(counted(length));
    expect(await readAtMost(of(...sizes, 8), 7)).toBeNull();
  }
  expect(await readAtMost(null, 0)).toEqual(Buffer.alloc(0));
});

it("lets go of what is too large, so that its connection is closed", async () => {
  let closed: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const server = createServer((_, response) => {
    response.on("close", closed);
    // More than it waits for, and never an end.
    response.write(Buffer.alloc(100));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { body } = await fetch(`http://127.0.0.1:${port}/`);
  expect(await readAtMost(body, 99)).toBeNull();
  await gone;
  server.close();
});

it("is a whole file, if it is small enough", async () => {
  const place = newPlace();
  try {
    const file = join(place.directory, "file");
    for (const length of [0, 1, 100]) {
      writeFileSync(file, counted(length));
      expect(await readFileAtMost(file, 100)).toEqual(counted(length));
    }
    expect(await readFileAtMost(file, 99)).toBeNull();
    await expect(readFileAtMost(join(place.directory, "none"), 1)).rejects.toThrow("ENOENT");
  } finally {
    place.remove();
  }
});
