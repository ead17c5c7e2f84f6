import "@mantine/core/styles.css";
import "./frame/frame.css";
import { createRoot } from "react-dom/client";
import { handOutNonce, makeQueryClient, Providers } from "./frame/Providers.tsx";
import { startWords } from "./frame/words.ts";
import { VerifyPage } from "./verify/VerifyPage.tsx";
import { verifyWords } from "./words/verifying/words.ts";

handOutNonce();
await startWords(verifyWords);
createRoot(document.getElementById("root")!).render(
  <Providers client={makeQueryClient()}>
    <VerifyPage />
  </Providers>,
);
