/**
 * Single sign-on: people of the firm by the firm's own OpenID provider, which stands for the first factor. It makes nobody's account, and lets no customer in.
 * Whether it asks for a second factor it does not reliably say, so ours is asked for all the same.
 */
import { sso } from "@better-auth/sso";

export interface OidcProvider {
  /** As its tokens name it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const PROVIDER = "firm";

/** better-auth's own name for the route that the provider sends people back to. */
export const SSO_CALLBACK = "/sso/callback/:providerId";

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
