/**
 * Single sign-on: people of the firm by the firm's own OpenID provider, which stands for the first factor. It makes nobody's account, and lets no customer in.
 * Whether it asks for a second factor it does not reliably say, so ours is asked for all the same.
 */
import { sso } from "@better-auth/sso";
import type { BetterAuthOptions } from "better-auth";

export interface OidcProvider {
  /** As its tokens name it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const PROVIDER = "firm";

/** better-auth's own name for the route that the provider sends people back to. */
export const SSO_CALLBACK = "/sso/callback/:providerId";

type ValidateUserInfo = NonNullable<NonNullable<BetterAuthOptions["user"]>["validateUserInfo"]>;

/** What better-auth knows of an account; with it comes our role. */
export const isOfTheFirm = (user: object | null): boolean =>
  user !== null && (user as { role?: string }).role !== "customer";

/**
 * Asked at each sign-in by the provider, before anything is linked: who it was linked to once is not enough. Whoever is let in is of the firm, and has the
 * account's address there today, verified.
 */
export const validateUserInfo: ValidateUserInfo = async ({ user, source }, context) => {
  if (source.method !== "sso-oidc") return;
  const refused = { error: "not_of_the_firm" };
  if (source.action === "create-user" || typeof user.id !== "string") return refused;
  const account = await context.context.internalAdapter.findUserById(user.id);
  const same = user.emailVerified === true && user.email === account?.email;
  return same && isOfTheFirm(account) ? undefined : refused;
};

export const singleSignOn = ({ issuer, clientId, clientSecret }: OidcProvider) =>
  sso({
    disableImplicitSignUp: true,
    // The provider is the firm's own: what it says of the addresses of its people counts.
    trustEmailVerified: true,
    providersLimit: 0,
    defaultSSO: [
      {
        domain: "",
        providerId: PROVIDER,
        oidcConfig: {
          ...{ issuer, clientId, clientSecret, pkce: true },
          discoveryEndpoint: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
          scopes: ["openid", "email"],
        },
      },
    ],
  });
