import { frame } from "../en/frame.ts";
import { ledger } from "../en/ledger.ts";
import { verify } from "../en/verify.ts";

export const en = { frame, ledger, verify };
