import { resolve } from "node:path";
import { counterfoil, newPlace, startServer } from "../test/e2e/process.ts";
import type { Section } from "./work/table.ts";

/** A whole CDNOW file through the command line and HTTP into a started server with its chain, as a user does it. */
export async function benchCdnow(file: string): Promise<Section> {
  const place = await newPlace({ COUNTERFOIL_DEMO: "false" });
  try {
    const server = await startServer(place);
    try {
      const begin = performance.now();
      const { code, out, err } = await counterfoil(
        place,
        ...["import", "cdnow", resolve(file), "--server", place.url],
      );
      const seconds = (performance.now() - begin) / 1000;
      if (code !== 0) throw new Error(`the import ended with ${code}: ${out}${err}`);
      return {
        title: "Import of a CDNOW file, from the command to its end",
        note: `Target: the whole file in less than a minute on two cores.\n${out.trim()}`,
        rows: [{ what: "seconds", seconds }],
      };
    } finally {
      await server.stop();
    }
  } finally {
    await place.remove();
  }
}
