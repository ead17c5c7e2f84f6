/** One headless browser, out of npm: works as root and without anything installed, and writes Chinese. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sparticuz from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** With the first two a browser lets every page read everything, which no person's does; with the last its first closed window ends it. */
const UNWANTED = ["--allow-running-insecure-content", "--disable-web-security", "--single-process"];
/** The package draws by a graphics card that is made of software (SwiftShader). Nothing here needs one, and without it pages take a third less of the processor. */
const GRAPHICS = [
  ...["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
  "--ignore-gpu-blocklist",
];
const NO_GRAPHICS = ["--disable-gpu", "--disable-software-rasterizer"];

/** The same letters on every machine, whatever it has installed: Latin from the browser's own package, Chinese from Noto Sans SC. */
function fontsFile(): string {
  const { resolve } = createRequire(import.meta.url);
  const chinese = ["400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf"].map(
    (file) => dirname(resolve(`@expo-google-fonts/noto-sans-sc/${file}`)),
  );
  const home = join(tmpdir(), "counterfoil-browser");
  const families = ["Open Sans", "Noto Sans SC"].map((name) => `<family>${name}</family>`).join("");
  const aliases = ["sans-serif", "system-ui", "serif", "monospace"].map(
    (name) => `<alias><family>${name}</family><prefer>${families}</prefer></alias>`,
  );
  const folders = [join(tmpdir(), "fonts", "fonts"), ...chinese].map(
    (path) => `<dir>${path}</dir>`,
  );
  mkdirSync(home, { recursive: true });
  const file = join(home, "fonts.conf");
  // Several launch at once: none may read half of it.
  const draft = `${file}.${process.pid}`;
  writeFileSync(
    draft,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${folders.join("")}<cachedir>${home}/cache</cachedir>${aliases.join("")}</fontconfig>\n`,
  );
  renameSync(draft, file);
  return file;
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = await sparticuz.executablePath();
  return chromium.launch({
    executablePath,
    args: [
      ...sparticuz.args.filter((argument) => ![...UNWANTED, ...GRAPHICS].includes(argument)),
      ...NO_GRAPHICS,
    ],
    env: { ...process.env, FONTCONFIG_FILE: fontsFile() },
    headless: true,
  });
}

/** The narrowest screen that pages promise to fit, and a common wide one. */
export const SCREENS = {
  phone: { width: 360, height: 780 },
  desktop: { width: 1280, height: 800 },
} as const;

/** How a person looks at pages. */
export interface Look {
  readonly screen: keyof typeof SCREENS;
  readonly language: "en" | "zh";
  readonly scheme?: "light" | "dark";
}

/** One person's own window: nothing of another's is in it. Motion is reduced, so that what is looked at stands still. */
export function openContext(browser: Browser, look: Look): Promise<BrowserContext> {
  const phone = look.screen === "phone";
  return browser.newContext({
    viewport: SCREENS[look.screen],
    locale: look.language === "zh" ? "zh-CN" : "en-GB",
    timezoneId: "Asia/Shanghai",
    colorScheme: look.scheme ?? "light",
    reducedMotion: "reduce",
    hasTouch: phone,
    isMobile: phone,
  });
}

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves fixed files on a free port of this machine; `/` is the page. */
export async function serve(
  files: ReadonlyMap<string, { type: string; body: string }>,
): Promise<Served> {
  const server: Server = createServer((request, response) => {
    const file = files.get(request.url ?? "/");
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": `${file.type}; charset=utf-8` }).end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

/** Runs with a page of its own and always closes the browser; what the page throws fails the caller. */
export async function withPage<T>(run: (page: Page) => Promise<T>): Promise<T> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const errors: Error[] = [];
    page.on("pageerror", (error) => errors.push(error));
    const result = await run(page);
    if (errors[0] !== undefined) throw errors[0];
    return result;
  } finally {
    await browser.close();
  }
}
