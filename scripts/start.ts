/** `npm start`. */
import { keepCompiled } from "./compile-cache.ts";
import { rememberFormats } from "./module-formats.ts";

keepCompiled();
rememberFormats();
await import("../api/main.ts");
