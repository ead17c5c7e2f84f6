import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Real processes, chains and browsers share two cores; what hangs must still end with a message.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Importing a module does nothing here, so that files can share what one of them has imported: a fifth of the time.
    isolate: false,
    maxWorkers: 3,
    // Property tests print their seed when they fail; a run can then be repeated.
    reporters: ["default"],
  },
});
