import "@mantine/core/styles.css";
import "./frame/frame.css";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { handOutNonce, makeQueryClient, Providers } from "./frame/Providers.tsx";
import { startWords } from "./frame/words.ts";
import { router } from "./router.tsx";

handOutNonce();
await startWords();
createRoot(document.getElementById("root")!).render(
  <Providers client={makeQueryClient()}>
    <RouterProvider router={router} />
  </Providers>,
);
