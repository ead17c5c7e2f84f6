import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * What takes longest, in this order. Where no run before has left its times, vitest begins with the largest files, and then a short one that takes a minute
 * is left alone at the end.
 */
const LONGEST = [
  "test/e2e/portal/portal.test.ts",
  "test/api/audit/bytes.test.ts",
  "test/api/audit/sound.test.ts",
  "test/docs/readme.test.ts",
  "test/api/start/process.test.ts",
  "test/scripts/cli/succeed.test.ts",
  "test/e2e/auditor.test.ts",
  "test/api/start/drills.test.ts",
  "test/e2e/kill.test.ts",
  "test/e2e/demo-auditor.test.ts",
  "test/e2e/road.test.ts",
  "test/cheats/server.test.ts",
  "test/scripts/cli/verify.test.ts",
  "test/portal/verify/lying-ledger.test.ts",
  "test/api/audit/mutations.test.ts",
  "test/api/start/watching.test.ts",
  "test/api/start/demo-consents.test.ts",
  "test/api/anchor/embedded.test.ts",
].map((path) => at(path));

for (const path of LONGEST) if (!existsSync(path)) throw new Error(`no such test: ${path}`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST.indexOf(moduleId);
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Real processes, chains and browsers share two cores; what hangs must still end with a message.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: "forks",
    // Importing a module does nothing here, so that files can share what one of them has imported: a fifth of the time.
    isolate: false,
    maxWorkers: 3,
    setupFiles: [at("test/helpers/heard/sound.ts")],
    execArgv: ["--import", at("test/helpers/remember-formats.ts")],
    sequence: { sequencer: LongestFirst },
    // Property tests print their seed when they fail; a run can then be repeated.
    reporters: ["default"],
  },
});
