/** Builds the portal: `npm run build`. Pages are `portal/src/*.html`; what they load is in `assets/`, named by its hash. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Stands in the pages where the server puts the nonce of the one answer (api/http/portal). */
export const NONCE_PLACE = "__CSP_NONCE__";

export default defineConfig({
  root: at("./src"),
  publicDir: at("./src/public"),
  plugins: [react()],
  html: { cspNonce: NONCE_PLACE },
  build: {
    outDir: at("./dist"),
    emptyOutDir: true,
    target: "es2023",
    // Whoever looks at what runs may.
    sourcemap: false,
    // A file of its own each: the policy has no `data:` for scripts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: { input: [at("./src/index.html"), at("./src/verify.html")] },
  },
});
