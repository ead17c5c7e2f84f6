/** What may be wrong with a webhook. Types alone; the words stand in sharing-problems. */

/** `nowhere`: its name leads to no address that may be sent to. `paused`: its receiver has said that it is gone. */
export type WebhookProblem =
  | "not_a_url"
  | "not_https"
  | "credentials"
  | "fragment"
  | "not_public"
  | "nowhere"
  | "paused";

/** Why an address is not public. `reserved`: for protocols, for experiments, or for what there is not yet. */
export type AddressRange =
  | "unspecified"
  | "loopback"
  | "private"
  | "shared"
  | "link_local"
  | "multicast"
  | "documentation"
  | "reserved";
