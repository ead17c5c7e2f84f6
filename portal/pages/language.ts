/** The language of these pages and of the portal is chosen once: by `?lang=`, then as it was chosen on this device, then as the browser likes (by the server). */

/** Where the portal keeps it as well (portal/src/frame/words.ts). */
const KEPT = "counterfoil-language";

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    // Storage is forbidden here.
    return null;
  }
}

function keep(language: string): void {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // It counts for this page alone.
  }
}

/** This page in a language, with all that its address says besides. */
function inLanguage(language: string): URL {
  const url = new URL(location.href);
  url.searchParams.set("lang", language);
  return url;
}

/** @returns whether this page is in the language it is to be in; if not, it is being loaded anew */
export function settleLanguage(): boolean {
  const asked = new URLSearchParams(location.search).get("lang");
  const now = document.documentElement.lang.slice(0, 2);
  const before = kept();
  if (asked === now) keep(now);
  else if ((before === "en" || before === "zh") && before !== now) {
    location.replace(inLanguage(before));
    return false;
  }
  const other = document.querySelector<HTMLAnchorElement>("a.language");
  if (other !== null) {
    const { pathname, search } = inLanguage(other.dataset.to ?? "en");
    other.href = `${pathname}${search}`;
  }
  return true;
}
