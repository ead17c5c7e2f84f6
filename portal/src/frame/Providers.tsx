import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError } from "./api.ts";
import { theme, variables } from "./theme.ts";

/** The server's, of this one answer: without it the policy keeps our own styles away. */
const nonce = (): string =>
  document.querySelector<HTMLElement>("[property=csp-nonce]")?.nonce ?? "";

/** What is refused is not asked again by itself; what is missing for a moment is. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503),
        refetchOnWindowFocus: true,
      },
    },
  });

/** What every page of ours stands in. */
export function Providers({
  client,
  children,
}: {
  readonly client: QueryClient;
  readonly children: ReactNode;
}) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={nonce}
    >
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </MantineProvider>
  );
}

/** Styles that libraries add by themselves take their nonce from here (get-nonce). */
export function handOutNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: nonce() });
}
