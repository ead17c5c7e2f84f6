/** Noto Sans SC (SIL Open Font License 1.1) out of its npm package: 30,900 characters, Chinese, Latin, Greek, Cyrillic, Kana. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** Two TrueType files of one family. */
export interface ReceiptFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

const PACKAGE = "@expo-google-fonts/noto-sans-sc";

/** Reads 21 MB: keep what it returns. */
export async function loadReceiptFonts(): Promise<ReceiptFonts> {
  const { resolve } = createRequire(import.meta.url);
  const [regular, bold] = await Promise.all(
    ["400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf"].map((file) =>
      readFile(resolve(`${PACKAGE}/${file}`)),
    ),
  );
  return { regular: regular as Uint8Array, bold: bold as Uint8Array };
}
