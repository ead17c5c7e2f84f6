// Stands in the head of the portal's page (scripts/portal/ahead.ts): what the page loads later is asked for now, at the same time as everything else.
(() => {
  const { words, pages } = __AHEAD__;
  let kept = null;
  try {
    kept = localStorage.getItem("counterfoil-language");
  } catch {
    // Storage is forbidden here: the browser's languages decide.
  }
  // As frame/words.ts decides; where it is mistaken, a file is loaded in vain.
  const wanted = [new URLSearchParams(location.search).get("lang"), kept, ...navigator.languages];
  const language = wanted
    .map((tag) => /^(?:en|zh)/.exec(tag ?? "")?.[0])
    .find((tag) => tag !== undefined);
  // Who somebody is, everything that an own page shows waits for (frame/session.ts takes it).
  if (/^\/app(?:\/|$)/.test(location.pathname)) globalThis.askedWhoIAm = fetch("/v1/me");
  const page = Object.keys(pages).find((path) => location.pathname === path);
  for (const href of [...words[language ?? "en"], ...(pages[page] ?? [])]) {
    const link = document.createElement("link");
    link.crossOrigin = "";
    if (href.endsWith(".css")) {
      link.rel = "preload";
      link.as = "style";
    } else link.rel = "modulepreload";
    link.href = href;
    document.head.append(link);
  }
})();
