/** What can be called below `/auth`, of better-auth and of ours. The former has many more paths: what does not stand here does not exist. */
import type { Rule } from "./limits.ts";

export const BASE_PATH = "/auth";
/** How long a code opens something. */
export const CODE_MINUTES = 5;
/** How long somebody is signed in at most, however often they come. */
export const SESSION_HOURS = 12;

export interface Path {
  /** Members of the body; each is needed, and a text. */
  readonly body: readonly string[];
  /** Members that are objects, likewise. */
  readonly objects?: readonly string[];
  /** Its `email` may be a telephone number. */
  readonly phones?: true;
  /** For nobody but whom `authenticate` knows by their session: with the second factor that their role needs. */
  readonly known?: true;
  /** Whoever has what it takes is let in: wrong tries are counted for bursts. */
  readonly opens?: true;
  readonly perAddress: Rule;
  /** Of the e-mail address in the body: whoever has many addresses of the network does not get further. */
  readonly perEmail?: Rule;
}

const OFTEN: Rule = { most: 600, seconds: 60 };
/** Each leaves a record. */
const SELDOM: Rule = { most: 20, seconds: 600 };

export const PATHS: Readonly<Record<string, Path>> = {
  "POST /email-otp/send-verification-otp": {
    ...{ body: ["email", "type"], phones: true },
    perAddress: { most: 20, seconds: 600 },
    // With three tries a code, 18 guesses an hour at one in a million.
    perEmail: { most: 6, seconds: 3600 },
  },
  "POST /sign-in/email-otp": {
    ...{ body: ["email", "otp"], phones: true, opens: true },
    perAddress: { most: 60, seconds: 600 },
    perEmail: { most: 20, seconds: 3600 },
  },
  "POST /first-administrator": {
    ...{ body: ["token", "email"], opens: true },
    perAddress: { most: 20, seconds: 600 },
  },
  "GET /next-step": { body: [], perAddress: OFTEN },
  "POST /second-factor/begin": { body: [], perAddress: OFTEN },
  "POST /second-factor/confirm": { body: ["code"], perAddress: OFTEN, opens: true },
  "POST /second-factor/verify": { body: ["code"], perAddress: OFTEN, opens: true },
  "GET /passkey/generate-register-options": { body: [], perAddress: OFTEN, known: true },
  "POST /passkey/verify-registration": {
    ...{ body: ["name"], objects: ["response"] },
    ...{ perAddress: SELDOM, known: true },
  },
  "GET /passkey/list-user-passkeys": { body: [], perAddress: OFTEN, known: true },
  "POST /passkey/delete-passkey": { body: ["id"], perAddress: SELDOM, known: true },
  "GET /passkey/generate-authenticate-options": { body: [], perAddress: OFTEN },
  "POST /passkey/verify-authentication": {
    ...{ body: [], objects: ["response"], opens: true },
    perAddress: { most: 60, seconds: 600 },
  },
  "POST /sign-in/sso": { body: ["providerId", "callbackURL"], perAddress: OFTEN },
  "GET /sso/callback/firm": { body: [], perAddress: OFTEN },
  "GET /get-session": { body: [], perAddress: OFTEN },
  "POST /sign-out": { body: [], perAddress: OFTEN },
};
