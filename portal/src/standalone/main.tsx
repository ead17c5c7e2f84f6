/** The stand-alone verifier: one file, which loads nothing and connects to nothing but the node or wallet that its reader chooses. */
import "./styles.ts";
import { MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { theme, variables } from "../frame/theme.ts";
import { StandAloneApp } from "./StandAloneApp.tsx";
import { startWords } from "./words.ts";

await startWords();
createRoot(document.getElementById("root")!).render(
  <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
    <StandAloneApp />
  </MantineProvider>,
);
