/** Builds the portal: `npm run build`. Pages are `portal/src/*.html`; what they load is in `assets/`, named by its hash. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { NONCE_PLACE } from "../../api/http/portal/policy.ts";
import { ahead } from "./ahead.ts";
import { chunkGroups } from "./chunks.ts";

const at = (path: string): string =>
  fileURLToPath(new URL(`../../portal/${path}`, import.meta.url));

export default defineConfig({
  root: at("src"),
  publicDir: at("src/public"),
  plugins: [react(), ahead()],
  html: { cspNonce: NONCE_PLACE },
  build: {
    outDir: at("dist"),
    emptyOutDir: true,
    target: "es2023",
    // Whoever looks at what runs may.
    sourcemap: false,
    // A file of its own each: the policy has no `data:` for scripts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Every browser that the target names can do it by itself.
    modulePreload: { polyfill: false },
    // A test judges what a customer's first page loads, compressed; how many files that is says little.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      input: [at("src/index.html"), at("src/verify.html")],
      output: {
        codeSplitting: { groups: chunkGroups() },
      },
    },
  },
});
