import "@mantine/core/styles.css";
import "./frame/frame.css";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { readyFormats } from "./frame/format.ts";
import { handOutNonce, makeQueryClient, Providers } from "./frame/Providers.tsx";
import { meQuery } from "./frame/session.ts";
import { soon } from "./frame/soon.ts";
import { languageNow, startWords } from "./frame/words.ts";
import { makeRouter } from "./router.tsx";
import { allWords } from "./words/all.ts";

handOutNonce();
const client = makeQueryClient();
const router = makeRouter(client);
// All are on their way at the same time: who somebody is, the words, the page, and what it shows. A slow device draws once, not each time something comes.
void client.prefetchQuery(meQuery);
const words = startWords(allWords).then(() => readyFormats(languageNow()));
await Promise.all([words, soon(router.load())]);
createRoot(document.getElementById("root")!).render(
  <Providers client={client}>
    <RouterProvider router={router} />
  </Providers>,
);
