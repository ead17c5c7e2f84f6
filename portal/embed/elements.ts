/** Elements out of texts. Nothing here reads HTML: what the ledger sends is shown letter for letter. */

type Attributes = Readonly<Record<string, string>>;

export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string | null)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

export function button(text: string, onClick: () => void, kind = ""): HTMLButtonElement {
  const made = el("button", { type: "button", ...(kind === "" ? {} : { class: kind }) }, text);
  made.addEventListener("click", onClick);
  return made;
}

/** A link that leads out of the page; only to the web, whatever the address says. */
export function webLink(text: string, address: string): HTMLElement | null {
  return isWeb(address)
    ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text)
    : null;
}

function isWeb(address: string): boolean {
  try {
    return /^https?:$/.test(new URL(address).protocol);
  } catch {
    return false;
  }
}
