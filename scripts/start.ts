/** `npm start`. */
import { keepCompiled } from "./compile-cache.ts";

keepCompiled();
await import("../api/main.ts");
