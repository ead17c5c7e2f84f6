/** No page is forgotten where all of them are looked at. */
import { expect, it } from "vitest";
import { PAGES } from "../../helpers/portal-pages.ts";
import { nodesIn, portalSources, textsOf } from "../../helpers/portal-sources.ts";

it("are all that the menu leads to", () => {
  const nav = portalSources().find(({ file }) => file === "portal/src/frame/nav.ts")!;
  const places = [...nodesIn(nav.tree)].flatMap(textsOf).filter((text) => text.startsWith("/app"));
  expect(places.length).toBeGreaterThan(15);
  const shown = new Set(PAGES.map(({ path }) => path));
  // What no menu names is looked at below its own path: `/app/people/…`.
  const isShown = (place: string): boolean => shown.has(place) || place === "/app/people";
  expect(places.filter((place) => !isShown(place))).toEqual([]);
});
