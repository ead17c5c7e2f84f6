import { frame } from "../zh/frame.ts";
import { ledger } from "../zh/ledger.ts";
import { verify } from "../zh/verify.ts";

export const zh = { frame, ledger, verify };
