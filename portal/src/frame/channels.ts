/** How something can reach the firm, as records name it. */
export const CHANNELS = [
  "store",
  "web",
  "app",
  "phone",
  "email",
  "chat",
  "field",
  "marketplace",
  "partner",
  "post",
  "other",
] as const;
