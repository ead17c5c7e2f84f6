/** A program, not a module: `--import` has it loaded before a test's own program, which then is found in half the time. */
import { rememberFormats } from "../../scripts/module-formats.ts";

rememberFormats();
