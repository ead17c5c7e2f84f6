/** better-auth, set up: what it may do, and nothing that it would do by itself or because of its environment. */
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { emailOTP } from "better-auth/plugins";
import type { AccountsFile } from "../store/sqlite/accounts.ts";
import type { Mac } from "../vault/macs.ts";
import type { Origins } from "./origins.ts";
import { PASSKEY_SIGN_IN, passkeys } from "./passkeys.ts";
import { BASE_PATH, CODE_MINUTES, SESSION_HOURS } from "./paths.ts";
import { raising } from "./raising.ts";
import {
  isOfTheFirm,
  type OidcProvider,
  SSO_CALLBACK,
  singleSignOn,
  validateUserInfo,
} from "./single-sign-on.ts";

export interface AuthOptions {
  readonly adapter: Awaited<ReturnType<AccountsFile["adapter"]>>;
  readonly mac: Mac;
  readonly origins: Pick<Origins, "base" | "secure">;
  /** `null`: there is no single sign-on. */
  readonly provider: OidcProvider | null;
  /** Notes that an account gets one. */
  readonly passkeyAdded: (account: string) => void;
  /** Something broke within better-auth; what it says of it may hold personal data, so that is not handed on. */
  readonly onBug: (error: unknown) => void;
}

const CODE_TRIES = 3;

/** Under a key of its own for each use: a database that is read by others gives neither codes nor addresses away. */
const keyed = (mac: Mac, use: string) => ({
  hash: async (text: string): Promise<string> => mac("accounts", use, text).toString("base64url"),
});

const OURS = { type: "string", input: false, returned: false } as const;

const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null };

export function authOptions(options: AuthOptions) {
  const { adapter, mac, origins, provider, passkeyAdded, onBug } = options;
  return {
    appName: "Counterfoil",
    database: adapter,
    baseURL: origins.base,
    basePath: BASE_PATH,
    // As a list: with `secret` alone a variable of the environment would go before it.
    secrets: [{ version: 1, value: mac("accounts", "secret").toString("base64url") }],
    // Which pages may call, service.ts decides before. Of a provider only its own origin is asked.
    trustedOrigins: provider === null ? [] : [new URL(provider.issuer).origin],
    telemetry: { enabled: false },
    logger: { disabled: true },
    onAPIError: {
      onError: (error) => {
        if (!(error instanceof APIError)) onBug(new Error("better-auth failed"));
      },
    },
    // Limits are counted in limits.ts, with codes that nobody waits for among them.
    rateLimit: { enabled: false },
    user: {
      validateUserInfo,
      // Ours alone: whoever has a session with one factor is not told what the other would open.
      additionalFields: {
        role: { ...OURS, required: true, defaultValue: "customer" },
        organization: { ...OURS, required: false },
        given: { ...OURS, required: false },
      },
    },
    session: {
      expiresIn: SESSION_HOURS * 3600,
      // Else whoever keeps coming, also with a cookie that is not theirs, is never asked again.
      disableSessionRefresh: true,
      additionalFields: { secondFactor: { type: "boolean", required: false, input: false } },
    },
    verification: { storeIdentifier: keyed(mac, "identifier") },
    databaseHooks: {
      account: {
        // Of a provider's tokens nothing is needed behind the sign-in.
        create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) },
        update: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) },
      },
      session: {
        create: {
          // Neither of the two is needed to know a session again.
          before: async (session, context) => {
            if (context?.path === SSO_CALLBACK) {
              const user = await context.context.internalAdapter.findUserById(session.userId);
              // Their role may be another one since validateUserInfo was asked.
              if (!isOfTheFirm(user)) throw new APIError("FORBIDDEN", { code: "not_of_the_firm" });
            }
            const secondFactor = context?.path === PASSKEY_SIGN_IN;
            return { data: { ...session, ipAddress: null, userAgent: null, secondFactor } };
          },
        },
      },
    },
    advanced: {
      // For this host alone: no other below the same domain can set one. better-auth's own prefix does not say that, and would stand before ours.
      cookiePrefix: origins.secure ? "__Host-counterfoil" : "counterfoil",
      useSecureCookies: false,
      defaultCookieAttributes: { secure: origins.secure },
      // Said, because both are off in tests otherwise.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      database: { generateId: "uuid" },
    },
    plugins: [
      passkeys(passkeyAdded),
      raising(),
      ...(provider === null ? [] : [singleSignOn(provider)]),
      emailOTP({
        otpLength: 6,
        expiresIn: CODE_MINUTES * 60,
        allowedAttempts: CODE_TRIES,
        storeOTP: keyed(mac, "code"),
        async sendVerificationOTP() {
          throw new Error("codes.ts sends them");
        },
      }),
    ],
  } satisfies BetterAuthOptions;
}

export const createAuth = (options: AuthOptions) => betterAuth(authOptions(options));
export type Auth = ReturnType<typeof createAuth>;
/** Loaded when it is needed first: half of what a start would take otherwise, for a server that machines alone may use. */
export type LateAuth = () => Promise<Auth>;
