/** How everything looks: one accent, hairlines instead of shadows, figures that stand under one another. */
import {
  Anchor,
  Badge,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Paper,
  Table,
  Tooltip,
} from "@mantine/core";

/** Deep teal. Shade 7 has a contrast of 6 on white, shade 3 one of 9 on the dark paper. */
const teal: MantineColorsTuple = [
  "#eef8f7",
  "#d9efed",
  "#b0dedb",
  "#82cbc7",
  "#57b5b1",
  "#2f9a97",
  "#178382",
  "#0b6e6e",
  "#095a5a",
  "#063f40",
];

/** Greys of the dark scheme, with a little of the accent in them. */
const dark: MantineColorsTuple = [
  "#d3dcda",
  "#b9c6c3",
  "#8b9a97",
  "#6d7c79",
  "#3b4846",
  "#303c3a",
  "#24302e",
  "#1a2322",
  "#151d1c",
  "#101615",
];

const FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

export const theme = createTheme({
  colors: { accent: teal, dark },
  primaryColor: "accent",
  // White stands on both, with a contrast of 4.5 and more.
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  fontFamily: FONTS,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  headings: { fontFamily: FONTS, fontWeight: "650", textWrap: "balance" },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    // By colour alone a link is not told from the text around it.
    Anchor: Anchor.extend({ defaultProps: { underline: "always" } }),
    Badge: Badge.extend({ defaultProps: { tt: "none", fw: 600 } }),
    // A Modal's content is a Paper, and has lengths of its own.
    Modal: Modal.extend({
      // Its head is none of the page's.
      defaultProps: { attributes: { header: { role: "none" } } },
      styles: {
        content: { padding: 0 },
        header: { background: "var(--paper)" },
        title: { fontWeight: 650, fontSize: "var(--mantine-font-size-lg)" },
      },
    }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, radius: "lg", p: "lg" } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: "sm", highlightOnHover: true } }),
    Tooltip: Tooltip.extend({
      defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true } },
    }),
  },
});

/** What the theme has no word for. Dimmed text keeps a contrast of 4.5 on every paper. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#f7f9f9",
    "--mantine-color-text": "#14201f",
    "--mantine-color-dimmed": "#55625f",
    "--mantine-color-placeholder": "#5d6a67",
    "--mantine-color-default-border": "#d9e0df",
    "--mantine-color-anchor": "#0a6161",
    // The title of a warning has a contrast of 4.5 and more on its paper.
    "--mantine-color-orange-light-color": "#9a3a06",
    "--paper": "#ffffff",
    "--grave": "#a8201a",
    "--came": "#1a7f42",
    "--came-paper": "#e3f4ea",
    "--went-paper": "#fbe9e7",
  },
  dark: {
    "--mantine-color-body": "#101615",
    "--mantine-color-text": "#e3eae9",
    "--mantine-color-dimmed": "#a1b0ad",
    "--mantine-color-placeholder": "#a1b0ad",
    "--mantine-color-default-border": "#2d3937",
    "--mantine-color-anchor": "#82cbc7",
    // Tints that stay calm on the dark paper.
    "--mantine-color-accent-light": "#17302e",
    "--mantine-color-accent-light-hover": "#1d3b39",
    "--mantine-color-accent-light-color": "#b0dedb",
    "--mantine-color-gray-light": "#24302e",
    "--mantine-color-gray-light-color": "#d3dcda",
    "--mantine-color-orange-light": "#37271a",
    "--mantine-color-orange-light-color": "#f4bd88",
    "--mantine-color-red-light": "#3a2021",
    "--mantine-color-red-light-color": "#f2aaa6",
    // White stands on it with a contrast of 4.5 and more.
    "--mantine-color-accent-filled": "#147a79",
    "--mantine-color-accent-filled-hover": "#0b6e6e",
    "--paper": "#171f1e",
    "--grave": "#ff9d97",
    "--came": "#5fce8c",
    "--came-paper": "#14301f",
    "--went-paper": "#3a1c1a",
  },
});
