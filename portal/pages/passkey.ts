/** Passkeys: between the ledger and the device. The browser's own words for a refusal say little to people, so ours are shown. */
import { type Answer, call } from "./call.ts";

/** Older browsers have passkeys, but not the readings of their JSON. */
export const hasPasskeys = (): boolean =>
  // They belong to a name, and an address has none.
  !/^[\d.]+$|^\[/.test(location.hostname) &&
  typeof PublicKeyCredential === "function" &&
  typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

/** `null`: the device has not done it, or nobody let it. */
type Shown = Answer<unknown> | null;

async function ofDevice(ask: () => Promise<Credential | null>): Promise<object | null> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? credential.toJSON() : null;
  } catch {
    return null;
  }
}

export async function showPasskey(): Promise<Shown> {
  const options = await call<PublicKeyCredentialRequestOptionsJSON>(
    "GET",
    "/auth/passkey/generate-authenticate-options",
  );
  if (!("ok" in options)) return options;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.ok);
  const response = await ofDevice(() => navigator.credentials.get({ publicKey }));
  return response && call("POST", "/auth/passkey/verify-authentication", { response });
}

export async function addPasskey(name: string): Promise<Shown> {
  const options = await call<PublicKeyCredentialCreationOptionsJSON>(
    "GET",
    "/auth/passkey/generate-register-options",
  );
  if (!("ok" in options)) return options;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.ok);
  const response = await ofDevice(() => navigator.credentials.create({ publicKey }));
  return response && call("POST", "/auth/passkey/verify-registration", { name, response });
}
