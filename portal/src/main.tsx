import "@mantine/core/styles.css";
import "./frame/frame.css";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { handOutNonce, makeQueryClient, Providers } from "./frame/Providers.tsx";
import { meQuery } from "./frame/session.ts";
import { startWords } from "./frame/words.ts";
import { router } from "./router.tsx";

handOutNonce();
const client = makeQueryClient();
// All three are on their way at the same time: who somebody is, the words, and the page.
void client.prefetchQuery(meQuery);
void router.load();
await startWords();
createRoot(document.getElementById("root")!).render(
  <Providers client={client}>
    <RouterProvider router={router} />
  </Providers>,
);
