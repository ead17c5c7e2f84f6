/** In which groups settings are shown. Pure. */
import type { Setting } from "./data.ts";

const IN_GROUPS = {
  anchoring: [
    ...(["ANCHOR_SECONDS", "RPC_URL", "CONTRACT", "EXPLORER_URL", "BATCH_SECONDS"] as const),
    ...(["SHARING_CONTRACT", "COUNT_THRESHOLD", "WEBHOOK_PRIVATE"] as const),
    ...(["BATCH_ENTRIES", "HEARTBEAT_SECONDS", "AUDITORS", "ORIGIN", "COPY"] as const),
  ],
  reach: [
    ...(["HOST", "PUBLIC_URL", "TRUSTED_PROXIES"] as const),
    ...(["REQUESTS_PER_ADDRESS", "REQUESTS_PER_ACCOUNT"] as const),
  ],
  rights: ["TIME_ZONE", "JURISDICTION", "DEADLINES", "HOLIDAYS", "ROOT_KEY_DAYS"],
  signIn: ["SMTP_URL", "MAIL_FROM", "SMS_URL", "OIDC_ISSUER", "OIDC_CLIENT_ID"],
  rest: ["version", "LOG_LEVEL", "DEMO", "DEMO_AUDITOR"],
} as const;

export type Group = keyof typeof IN_GROUPS;
/** Those that there are words for. */
export type Known = (typeof IN_GROUPS)[Group][number];
export const GROUPS = Object.keys(IN_GROUPS) as readonly Group[];

const PREFIX = "COUNTERFOIL_";
const GROUPED: readonly string[] = Object.values(IN_GROUPS).flat();
const short = (name: string): string => name.replace(PREFIX, "");

/** What stands in a group, in its order; what nobody has put into one comes last, without words. */
export function grouped(
  all: readonly Setting[],
  group: Group,
): readonly { readonly setting: Setting; readonly known: Known | null }[] {
  const named = IN_GROUPS[group].flatMap((known) => {
    const setting = all.find(({ name }) => short(name) === known);
    return setting === undefined ? [] : [{ setting, known }];
  });
  if (group !== "rest") return named;
  const rest = all.filter(({ name }) => !GROUPED.includes(short(name)));
  return [...named, ...rest.map((setting) => ({ setting, known: null }))];
}
