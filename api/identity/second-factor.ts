/**
 * The second factor of everybody but customers. better-auth has one, which it asks for behind passwords alone; here the first factor is a code by e-mail. A
 * code is taken once, also by whoever looked over a shoulder, and so many tries are let through, whatever session they come from.
 */
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import type { SecondFactors } from "../store/sqlite/second-factors.ts";
import { decrypt, encrypt } from "../vault/aead.ts";
import type { Mac } from "../vault/macs.ts";
import type { Limits, Rule } from "./limits.ts";
import { base32, STEP_MILLISECONDS, totpCode, totpStep, totpUri } from "./totp.ts";

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly role: string;
}

export interface SecondFactor {
  /** A new secret, to be shown as a QR code. @throws Refusal `sign_in_refused`: `refused`, if the account has a factor, or needs none */
  begin(account: Account, place: string): { readonly secret: string; readonly uri: string };
  /** The account has it from now on. Its codes for the day it is lost are told once. @throws Refusal `sign_in_refused`, `too_many_requests` */
  confirm(account: Account, code: string): { readonly recoveryCodes: readonly string[] };
  /** @param code by time, or one for recovery. @throws Refusal `sign_in_refused`: `second_code`; `too_many_requests` */
  verify(account: Account, code: string): void;
  isSetUp(id: string): boolean;
  /** Of the demonstration: sets one up whose codes the ledger itself shows. */
  preset(id: string): void;
  /** What such a one's app would show, and was not taken yet; `null`: in half a minute; `undefined`: the account has none of these. */
  presetCode(id: string): string | null | undefined;
  /** For whoever has lost all of it: they begin anew. */
  remove(id: string): void;
}

export interface SecondFactorOptions {
  readonly rows: SecondFactors;
  readonly mac: Mac;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
}

const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** Three codes of a million fit at a time. */
const TRIES: Rule = { most: 6, seconds: 900 };

/** Who needs one. */
export const needsSecondFactor = (role: string): boolean => role !== "customer";

const refuse = (problem: "second_code" | "refused"): never => {
  throw new Refusal("sign_in_refused", { problem });
};

export function createSecondFactor(options: SecondFactorOptions): SecondFactor {
  const { rows, mac, limits, clock, random } = options;
  const key = mac("accounts", "second factor");
  const bound = (id: string): Buffer => Buffer.from(`counterfoil/second-factor/v1\0${id}`, "utf8");
  const hashed = (id: string, code: string): Buffer => mac("accounts", "recovery", id, code);

  const presetSecret = (id: string): Buffer =>
    mac("accounts", "demonstration", id).subarray(0, SECRET_BYTES);

  /** The secret, and whether it is confirmed. */
  function factorOf(id: string): { secret: Buffer; confirmed: boolean } {
    const row = rows.of(id) ?? refuse("refused");
    const secret = decrypt(key, row.secret, bound(id)) ?? refuse("refused");
    return { secret, confirmed: row.confirmedAt !== null };
  }

  function take(id: string, secret: Uint8Array, code: string): boolean {
    const step = totpStep(secret, code, clock.now());
    return step !== null && rows.spend(id, step);
  }

  return {
    begin({ id, email, role }, place) {
      if (!needsSecondFactor(role)) refuse("refused");
      const secret = random.bytes(SECRET_BYTES);
      if (!rows.begin(id, encrypt(key, secret, bound(id), random))) refuse("refused");
      return { secret: base32(secret), uri: totpUri(secret, place, email) };
    },
    confirm({ id }, code) {
      const { secret, confirmed } = factorOf(id);
      if (confirmed) refuse("refused");
      limits.take(`second factor of ${id}`, TRIES);
      if (!take(id, secret, code)) refuse("second_code");
      const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () => base32(random.bytes(10)));
      const hashes = recoveryCodes.map((each) => hashed(id, each));
      if (!rows.confirm(id, clock.now(), hashes)) refuse("refused");
      return { recoveryCodes };
    },
    verify({ id }, code) {
      const { secret, confirmed } = factorOf(id);
      if (!confirmed) refuse("refused");
      limits.take(`second factor of ${id}`, TRIES);
      if (take(id, secret, code)) return;
      if (!rows.recover(id, hashed(id, code.replaceAll(/[\s-]/g, "").toUpperCase())))
        refuse("second_code");
    },
    isSetUp: (id) => (rows.of(id)?.confirmedAt ?? null) !== null,
    preset(id) {
      rows.begin(id, encrypt(key, presetSecret(id), bound(id), random));
      rows.confirm(id, clock.now(), []);
    },
    presetCode(id) {
      const row = rows.of(id);
      const secret = row && decrypt(key, row.secret, bound(id));
      if (row === null || secret === null || !secret.equals(presetSecret(id))) return undefined;
      const now = Math.floor(clock.now() / STEP_MILLISECONDS);
      const step = Math.max(now, row.lastStep + 1);
      return step > now + 1 ? null : totpCode(secret, step);
    },
    remove: (id) => rows.remove(id),
  };
}
