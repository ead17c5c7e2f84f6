/** One headless browser, out of npm: works as root and without anything installed. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium, type Page } from "playwright-core";

/** With these a browser lets every page read everything, which no person's does. */
const LAX = ["--allow-running-insecure-content", "--disable-web-security"];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: sparticuz.args.filter((argument) => !LAX.includes(argument)),
    headless: true,
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
