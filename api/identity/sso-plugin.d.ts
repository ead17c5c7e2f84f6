/** What of `@better-auth/sso` is used here. Its own types bring those of a browser into the whole program, by way of a library for SAML. */
import type { BetterAuthPlugin } from "better-auth";

export declare function sso(options: {
  readonly disableImplicitSignUp: boolean;
  readonly trustEmailVerified: boolean;
  readonly providersLimit: number;
  readonly defaultSSO: readonly {
    readonly domain: string;
    readonly providerId: string;
    readonly oidcConfig: {
      readonly issuer: string;
      readonly pkce: boolean;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly discoveryEndpoint: string;
      readonly scopes: readonly string[];
    };
  }[];
}): BetterAuthPlugin & { id: "sso" };
