/** A small installation, made once for the tests of a file, and a copy of it for each of them. */
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { fillSmall } from "./fill.ts";
import { copyOf, newInstallation, remove, type Writing } from "./installation.ts";

/**
 * To be called once, at the top of a file of tests. Answers where the copy of the running test is.
 *
 * @param more written besides
 */
export function copiesOfSmall(
  seed: string,
  more: (installation: Writing) => Promise<void> = async () => undefined,
): () => string {
  let whole: string;
  let directory: string;
  beforeAll(async () => {
    const installation = await newInstallation(seed);
    await fillSmall(installation);
    await more(installation);
    await installation.close();
    whole = installation.directory;
  });
  afterAll(() => remove(whole));
  beforeEach(() => {
    directory = copyOf(whole);
  });
  afterEach(() => remove(directory));
  return () => directory;
}
