/** The main way by keyboard alone: everything is reached, seen where it is, and left again. */
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { PortalServer } from "../../helpers/portal-server.ts";
import { settledAt } from "../../helpers/settled.ts";
import { sayingIn } from "./said.ts";

interface Focus {
  readonly name: string;
  readonly inDialog: boolean;
  /** Whether one sees where it is. */
  readonly shown: boolean;
}

const FOCUS = `(() => {
  const one = document.activeElement;
  const { outlineStyle, boxShadow } = getComputedStyle(one);
  return {
    name: one.getAttribute("aria-label") ?? one.textContent.trim(),
    inDialog: one.closest("[role=dialog]") !== null,
    shown: outlineStyle !== "none" || boxShadow !== "none",
  };
})()`;

async function press(page: Page, key: string): Promise<Focus> {
  await page.keyboard.press(key);
  return page.evaluate<Focus>(FOCUS);
}

/** Goes on until it is there; each that lies between shows that it has the focus. */
async function tabTo(page: Page, name: string, key = "Tab"): Promise<void> {
  for (let steps = 0; steps < 40; steps++) {
    const focus = await press(page, key);
    if (focus.name !== "") expect(focus).toMatchObject({ shown: true });
    if (focus.name.includes(name)) return;
  }
  throw new Error(`“${name}” is not reached by ${key}`);
}

export function byKeyboard(portal: () => { server: PortalServer; browser: Browser }): void {
  describe("by keyboard", () => {
    const said = sayingIn("en");

    it("a customer comes to a decision, leaves it, and goes on to another page", {
      timeout: 120_000,
    }, async () => {
      const { server, browser } = portal();
      const { context, page } = await server.open(
        browser,
        { screen: "desktop", language: "en" },
        "customer",
      );
      await settledAt(page, `${server.url}/app/consents`);
      // Whoever comes begins at the heading.
      expect(await page.evaluate("document.activeElement.tagName")).toBe("H1");
      await tabTo(page, said("customer.give"));
      const opener = (await page.evaluate<Focus>(FOCUS)).name;
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").getByRole("button").nth(1).waitFor();
      for (let steps = 0; steps < 8; steps++)
        expect(await press(page, "Tab")).toMatchObject({ inDialog: true });
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      // Back in the same card: its button, or its heading where a decision has changed the button.
      const { name } = await page.evaluate<Focus>(FOCUS);
      expect(name).not.toBe("");
      expect(opener).toContain(name);
      await tabTo(page, said("frame.navReads"), "Shift+Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/app\/reads$/);
      await context.close();
    });

    it("a stranger finds the way past the header, and the button for a file", {
      timeout: 60_000,
    }, async () => {
      const { server, browser } = portal();
      const { context, page } = await server.open(
        browser,
        { screen: "desktop", language: "en" },
        null,
      );
      await settledAt(page, `${server.url}/verify`);
      await page.evaluate("document.activeElement.blur()");
      await tabTo(page, said("verify.choose"));
      await context.close();
    });
  });
}
